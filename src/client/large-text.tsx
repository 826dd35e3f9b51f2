import { createContext, type ReactNode, useContext, useState } from 'react';

interface LargeText {
  readonly large: boolean;
  toggle(): void;
}

const LargeTextContext = createContext<LargeText>({ large: false, toggle: () => undefined });
const remembered = 'guatu.large-text';

/** Large-text mode (18 px), remembered on this device. */
export function LargeTextProvider({ children }: { children: ReactNode }) {
  const [large, setLarge] = useState(() => localStorage.getItem(remembered) === 'yes');
  const toggle = () => {
    localStorage.setItem(remembered, large ? 'no' : 'yes');
    setLarge(!large);
  };
  return <LargeTextContext.Provider value={{ large, toggle }}>{children}</LargeTextContext.Provider>;
}

export function useLargeText(): LargeText {
  return useContext(LargeTextContext);
}
