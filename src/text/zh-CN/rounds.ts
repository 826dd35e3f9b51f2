export const roundsZh = {} as const;
