import { useEffect, useMemo, useRef } from 'react';
import { useWords } from '../../client/words.tsx';
import { speechSegments } from './speech-segments.ts';

export interface SpeechMarkView {
  readonly key: string;
  readonly span: readonly [number, number];
  readonly kind: 'cause' | 'commitment';
  /** What the mark stands for, read out: "第 3 项". */
  readonly label: string;
}

/** The speech with what was read from it marked; a mark leads to its commitment and back. */
export function SpeechView(props: {
  text: string;
  marks: readonly SpeechMarkView[];
  chosen: string | null;
  onChoose: (key: string) => void;
}) {
  const say = useWords();
  const box = useRef<HTMLElement>(null);
  const segments = useMemo(
    () =>
      speechSegments(
        props.text,
        props.marks.map(({ key, span: [from, to] }) => ({ key, from, to })),
      ),
    [props.text, props.marks],
  );
  const byKey = useMemo(() => new Map(props.marks.map((mark) => [mark.key, mark])), [props.marks]);
  useEffect(() => {
    const target = props.chosen && box.current?.querySelector('[data-chosen="true"]');
    if (target) target.scrollIntoView({ block: 'nearest' });
  }, [props.chosen]);
  return (
    <article ref={box} className="speech" aria-label={say('pledges.sourceText')}>
      {segments.map((segment) => {
        const mark = segment.keys.map((key) => byKey.get(key)).find((each) => each !== undefined);
        if (!mark) return <span key={segment.from}>{segment.text}</span>;
        return (
          // a link, not a button: it must flow and wrap with the text
          <a
            key={segment.from}
            href={`#${mark.key}-item`}
            className={`speech-mark speech-mark-${mark.kind}`}
            data-chosen={segment.keys.includes(props.chosen ?? '')}
            title={mark.label}
            onClick={(event) => {
              event.preventDefault();
              props.onChoose(mark.key);
            }}
          >
            {segment.text}
          </a>
        );
      })}
    </article>
  );
}
