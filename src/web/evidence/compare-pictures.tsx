import { Button, Flex, Segmented } from 'antd';
import { type KeyboardEvent, type PointerEvent, type ReactNode, useState } from 'react';
import { colours } from '../../client/theme.ts';
import { useWords } from '../../client/words.tsx';
import './evidence.css';
import { type CompareView, moved, transformOf, viewAfterKey, wholeView, zoomed } from './compare-view.ts';

/** A picture beside another. */
export interface ComparedPicture {
  readonly address: string;
  readonly alt: string;
  readonly caption: ReactNode;
}

/** Two pictures side by side or one over the other, always the same part of both; by pointer or by keys. */
export function ComparePictures({ left, right }: { left: ComparedPicture; right: ComparedPicture }) {
  const say = useWords();
  const [mode, setMode] = useState<'side' | 'slider'>('side');
  const [view, setView] = useState(wholeView);
  const [divider, setDivider] = useState(50);

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    // the divider and the buttons have keys of their own
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 's' || event.key === 'S') setMode((before) => (before === 'side' ? 'slider' : 'side'));
    const next = viewAfterKey(view, event.key);
    if (!next) return;
    event.preventDefault();
    setView(next);
  }

  return (
    <Flex vertical gap={8}>
      <Flex wrap gap={8} align="center">
        <Segmented
          aria-label={say('evidence.pair.mode')}
          value={mode}
          onChange={(value) => setMode(value)}
          options={[
            { value: 'side' as const, label: say('evidence.pair.side') },
            { value: 'slider' as const, label: say('evidence.pair.slider') },
          ]}
        />
        <Button aria-label={say('evidence.pair.zoomIn')} onClick={() => setView((now) => zoomed(now, 1.5))}>
          +
        </Button>
        <Button
          aria-label={say('evidence.pair.zoomOut')}
          onClick={() => setView((now) => zoomed(now, 1 / 1.5))}
        >
          −
        </Button>
        <Button onClick={() => setView(wholeView)}>{say('evidence.pair.zoomReset')}</Button>
      </Flex>
      {/* biome-ignore lint/a11y/useSemanticElements: a group of pictures that takes keys is no fieldset */}
      <div
        className="compare"
        role="group"
        aria-label={say('evidence.pair.keys')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: zoom and move need the keyboard's focus
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        {mode === 'side' ? (
          <div className="compare-panes">
            <Figure picture={left}>
              <Pane view={view} onMove={setView} layers={[{ ...left, clip: null }]} />
            </Figure>
            <Figure picture={right}>
              <Pane view={view} onMove={setView} layers={[{ ...right, clip: null }]} />
            </Figure>
          </div>
        ) : (
          <Pane
            view={view}
            onMove={setView}
            line={divider}
            layers={[
              { ...left, clip: null },
              { ...right, clip: divider },
            ]}
          />
        )}
      </div>
      {mode === 'slider' && (
        <>
          <input
            className="compare-divider"
            type="range"
            min={0}
            max={100}
            value={divider}
            aria-label={say('evidence.pair.divider')}
            onChange={(event) => setDivider(Number(event.target.value))}
          />
          <Flex justify="space-between" gap={16}>
            <Caption>{left.caption}</Caption>
            <Caption>{right.caption}</Caption>
          </Flex>
        </>
      )}
      <p style={{ margin: 0, color: colours.second, fontSize: 12 }}>{say('evidence.pair.keys')}</p>
    </Flex>
  );
}

function Figure({ picture, children }: { picture: ComparedPicture; children: ReactNode }) {
  return (
    <figure style={{ margin: 0 }}>
      {children}
      <figcaption>
        <Caption>{picture.caption}</Caption>
      </figcaption>
    </figure>
  );
}

function Caption({ children }: { children: ReactNode }) {
  return <span style={{ color: colours.second, fontSize: 12, overflowWrap: 'anywhere' }}>{children}</span>;
}

/** A frame on the pictures; dragging moves what is seen. `clip`: only what lies right of it, in percent. */
function Pane(props: {
  view: CompareView;
  onMove: (change: (view: CompareView) => CompareView) => void;
  layers: readonly (ComparedPicture & { clip: number | null })[];
  line?: number;
}) {
  const { view, onMove, layers, line } = props;

  function onPointerMove(event: PointerEvent<HTMLDivElement>): void {
    if (event.buttons === 0) return;
    const { clientWidth, clientHeight } = event.currentTarget;
    const [x, y] = [-event.movementX / clientWidth, -event.movementY / clientHeight];
    onMove((now) => moved(now, x, y));
  }

  return (
    <div
      className="compare-pane"
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
    >
      {layers.map(({ address, alt, clip }) => (
        <div
          key={`${address} ${clip === null}`}
          style={{
            position: 'absolute',
            inset: 0,
            ...(clip === null ? {} : { clipPath: `inset(0 0 0 ${clip}%)`, background: colours.ink }),
          }}
        >
          <img src={address} alt={alt} draggable={false} style={{ transform: transformOf(view) }} />
        </div>
      ))}
      {line !== undefined && <div className="compare-line" style={{ left: `${line}%` }} />}
    </div>
  );
}
