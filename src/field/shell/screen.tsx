import type { ReactNode } from 'react';
import { FieldLink } from './field-address.tsx';
import { useFieldWords } from './field-words.tsx';
import { LineBar } from './line-bar.tsx';

/** Frame of a screen: back and title above, what the thumb needs below. */
export function Screen(props: {
  title: string;
  sub?: string;
  isHome?: boolean;
  foot?: ReactNode;
  children: ReactNode;
}) {
  const { say } = useFieldWords();
  return (
    <>
      <header className="head">
        {!props.isHome && (
          <FieldLink to={[]} className="back">
            ‹ {say('field.back')}
          </FieldLink>
        )}
        <div>
          <h1>{props.title}</h1>
          {props.sub && <small>{props.sub}</small>}
        </div>
      </header>
      <LineBar />
      <main className="screen" id="content">
        {props.children}
      </main>
      {props.foot && <footer className="foot">{props.foot}</footer>}
    </>
  );
}
