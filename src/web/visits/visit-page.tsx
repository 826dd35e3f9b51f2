import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Skeleton } from 'antd';
import { useState } from 'react';
import { call } from '../../client/api.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useWords } from '../../client/words.tsx';
import { getVisitPacket, type InspectionReceipt, listMyVisits } from '../../contract/inspections.ts';
import { VisitForm } from './visit-form.tsx';
import { VisitResult } from './visit-result.tsx';

/** One visit: the checklist to fill in, then its result. */
export function VisitPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  // a new visit begins with nothing of the one before
  return <Visit key={id} id={id} />;
}

function Visit({ id }: { id: string }) {
  const say = useWords();
  const [receipt, setReceipt] = useState<InspectionReceipt | null>(null);
  const packet = useQuery({
    queryKey: [getVisitPacket.name, id],
    queryFn: () => call(getVisitPacket, { params: { id } }),
    // the checklist of a round never changes; nothing may move under the inspector's hands
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
  const mine = useQuery({
    queryKey: [listMyVisits.name],
    queryFn: () => call(listMyVisits),
  });
  if (receipt) {
    const next = mine.data?.visits.find((visit) => visit.inspection === null && visit.id !== id);
    return <VisitResult receipt={receipt} nextVisitId={next?.id ?? null} />;
  }
  if (packet.error) return <RefusalAlert error={packet.error} retry={() => void packet.refetch()} />;
  if (!packet.data) return <Skeleton active />;
  if (packet.data.inspectionId !== null) {
    return (
      <div style={{ display: 'grid', gap: 16 }}>
        <h1 style={{ fontSize: 22, margin: 0 }}>{packet.data.site.name}</h1>
        <p style={{ margin: 0 }}>{say('visits.alreadyDone')}</p>
        <Link to="/inspections/$id" params={{ id: packet.data.inspectionId }}>
          {say('visits.seeRecord')}
        </Link>
        <Link to="/visits">{say('visits.backToList')}</Link>
      </div>
    );
  }
  return <VisitForm packet={packet.data} onSubmitted={setReceipt} />;
}
