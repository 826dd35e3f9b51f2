import { App, Button, Descriptions, Flex, Typography } from 'antd';
import { addressOf } from '../../client/api.ts';
import { formatInstant } from '../../client/format.ts';
import { colours } from '../../client/theme.ts';
import { useLocale, useWords } from '../../client/words.tsx';
import { getRevisitRegister, type RevisitRoundView } from '../../contract/revisits.ts';

/** The published facts of a draw, to copy: with them anybody repeats it. */
export function DrawFacts({ round }: { round: RevisitRoundView }) {
  const say = useWords();
  const { locale } = useLocale();
  const { message } = App.useApp();
  const { facts, announcedBy, drawnBy } = round;
  const lines: readonly (readonly [string, string])[] = [
    [say('revisits.rounds.period'), facts.period],
    [say('revisits.rounds.register'), say('revisits.rounds.registerCount', { count: facts.registerCount })],
    [say('revisits.facts.registerHash'), facts.registerHash],
    [say('revisits.facts.size'), String(facts.size)],
    [say('revisits.facts.minimum'), String(facts.minimumPerUnit)],
    [say('revisits.facts.seedSource'), facts.seedSource],
    [say('revisits.facts.publicNumber'), facts.publicNumber ?? say('revisits.facts.notYet')],
    [say('revisits.facts.secretHash'), facts.secretHash],
    [say('revisits.facts.secret'), facts.secret ?? say('revisits.facts.secretKept')],
    [say('revisits.facts.announced'), formatInstant(facts.announcedAt, locale)],
    [
      say('revisits.facts.drawn'),
      facts.drawnAt ? formatInstant(facts.drawnAt, locale) : say('revisits.facts.notYet'),
    ],
  ];
  const how = say('revisits.facts.how', { period: facts.period });
  const copy = async () => {
    const text = [round.name, ...lines.map(([name, value]) => `${name}: ${value}`), how].join('\n');
    await navigator.clipboard.writeText(text);
    void message.success(say('revisits.facts.copied'));
  };
  return (
    <section aria-labelledby="draw-facts">
      <Typography.Title level={2} id="draw-facts" style={{ fontSize: 16 }}>
        {say('revisits.facts.title')}
      </Typography.Title>
      <p style={{ color: colours.second }}>{say('revisits.facts.hint')}</p>
      <Descriptions
        bordered
        size="small"
        column={1}
        items={lines.map(([label, value]) => ({
          key: label,
          label,
          children: <span style={{ overflowWrap: 'anywhere' }}>{value}</span>,
        }))}
      />
      <p style={{ color: colours.second, overflowWrap: 'anywhere' }}>{how}</p>
      <p style={{ color: colours.second }}>
        {drawnBy
          ? say('revisits.facts.peopleDrawn', { announcer: announcedBy.name, drawer: drawnBy.name })
          : say('revisits.facts.people', { announcer: announcedBy.name })}
      </p>
      <Flex gap={8} wrap className="no-print">
        <Button onClick={() => void copy()}>{say('revisits.facts.copy')}</Button>
        {(round.seesPlan || round.state === 'closed') && (
          <Button href={addressOf(getRevisitRegister, { id: round.id })}>
            {say('revisits.facts.register')}
          </Button>
        )}
      </Flex>
    </section>
  );
}
