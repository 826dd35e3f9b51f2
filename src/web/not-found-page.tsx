import { Empty } from 'antd';
import { HouseLink } from '../client/address.tsx';
import { useWords } from '../client/words.tsx';

/** An address that no page has. */
export function NotFoundPage() {
  const say = useWords();
  return (
    <Empty description={<h1 className="page-title">{say('home.noSuchPage')}</h1>}>
      <HouseLink to="/">{say('nav.home')}</HouseLink>
    </Empty>
  );
}
