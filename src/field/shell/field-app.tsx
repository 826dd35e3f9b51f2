import { useEffect, useState } from 'react';
import { type FieldPerson, rememberedPerson, rememberPerson } from '../account/field-session.ts';
import { SettingsScreen } from '../account/settings-screen.tsx';
import { SignInScreen } from '../account/sign-in-screen.tsx';
import { VisitScreen } from '../capture/visit-screen.tsx';
import { MapScreen } from '../map/map-screen.tsx';
import { OutboxScreen } from '../outbox/outbox-screen.tsx';
import { ProblemScreen } from '../work/problem-screen.tsx';
import { TodayScreen } from '../work/today-screen.tsx';
import { goTo, useFieldPlace } from './field-address.tsx';
import { PhoneHouse } from './phone.tsx';

/** The app: nobody signed in, or one person's phone. */
export function FieldApp() {
  const [person, setPerson] = useState<FieldPerson | null>(rememberedPerson);
  const place = useFieldPlace();
  useEffect(() => {
    // asked once somebody uses the phone for work; the answer is shown in the settings
    if (person) void navigator.storage?.persist?.().catch(() => false);
  }, [person]);
  const enter = (next: FieldPerson) => {
    rememberPerson(next);
    setPerson(next);
    goTo();
  };
  if (!person || place[0] === 'sign-in') return <SignInScreen onSignedIn={enter} />;
  return (
    <PhoneHouse key={person.id} person={person}>
      <Place place={place} onSignedOut={() => setPerson(null)} />
    </PhoneHouse>
  );
}

function Place({ place, onSignedOut }: { place: readonly string[]; onSignedOut: () => void }) {
  const [room, id = ''] = place;
  switch (room) {
    case 'visit':
      return <VisitScreen key={id} id={id} />;
    case 'problem':
      return <ProblemScreen key={id} id={id} />;
    case 'map':
      return <MapScreen />;
    case 'outbox':
      return <OutboxScreen />;
    case 'settings':
      return <SettingsScreen onSignedOut={onSignedOut} />;
    default:
      return <TodayScreen />;
  }
}
