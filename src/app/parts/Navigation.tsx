import { Stack, Text, UnstyledButton } from '@mantine/core';
import { Link, useMatchRoute, useRouter } from '@tanstack/react-router';
import classes from '#app/parts/Navigation.module.css';

/** The pages that exist: every route that says what to show of itself. */
export function Navigation() {
  const router = useRouter();
  const matches = useMatchRoute();
  const pages = Object.values(router.routesById).flatMap(({ fullPath, options }) => (options.staticData?.page ? [{ path: fullPath, ...options.staticData.page }] : []));
  return (
    <Stack gap={4}>
      {pages.map(({ path, label, icon: Icon }) => (
        <UnstyledButton key={path} component={Link} to={path} className={classes.link} aria-current={matches({ to: path }) ? 'page' : undefined}>
          <Icon size={20} stroke={1.6} />
          <Text size="xs" span>{label}</Text>
        </UnstyledButton>
      ))}
    </Stack>
  );
}
