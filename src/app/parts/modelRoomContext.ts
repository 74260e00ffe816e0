import { createContext, use } from 'react';
import type { ModelRoom } from '#engine/client/modelRoom.ts';

const ModelRoomContext = createContext<ModelRoom | null>(null);

export const ModelRoomProvider = ModelRoomContext.Provider;

/** The workers that bring models in; every page is inside its provider. */
export function useModelRoom(): ModelRoom {
  const room = use(ModelRoomContext);
  if (!room) throw new Error('useModelRoom outside of ModelRoomProvider');
  return room;
}
