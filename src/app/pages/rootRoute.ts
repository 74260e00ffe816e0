import { createRootRoute, createRoute, redirect, retainSearchParams } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import * as v from 'valibot';
import { Shell } from '#app/parts/Shell.tsx';

/** What the navigation shows of a page; a route without it is not in the navigation. */
export interface PageFacts {
  readonly label: string;
  readonly icon: ComponentType<{ size?: number | string; stroke?: number | string }>;
}

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption { page?: PageFacts }
}

/** `device` insists on one device for this visit, for comparing and for tests; it stays in the address from page to page. */
const RootSearch = v.object({ device: v.optional(v.fallback(v.optional(v.picklist(['webgpu', 'wasm'])), undefined)) });

export const rootRoute = createRootRoute({
  component: Shell,
  validateSearch: RootSearch,
  search: { middlewares: [retainSearchParams(['device'])] },
});

/** Where the bare address leads. */
export const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: () => { throw redirect({ to: '/explore' }); },
});
