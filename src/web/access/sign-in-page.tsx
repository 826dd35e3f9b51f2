import { useMutation } from '@tanstack/react-query';
import { Button, Flex, Form, Input, Select } from 'antd';
import { call } from '../../client/api.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useSession, useSessionChanged } from '../../client/session.tsx';
import { type Locale, useLocale, useWords } from '../../client/words.tsx';
import { signIn } from '../../contract/access.ts';
import './access.css';

interface Entry {
  readonly login: string;
  readonly password: string;
}

/** Sign-in; in the sample city with one account per role to try. */
export function SignInPage() {
  const say = useWords();
  const { locale, setLocale } = useLocale();
  const { city, hints } = useSession();
  const changed = useSessionChanged();
  const [form] = Form.useForm<Entry>();
  const entering = useMutation({
    mutationFn: (body: Entry) => call(signIn, { body }),
    onSuccess: changed,
  });
  return (
    <main className="sign-in">
      <section className="sign-in-panel">
        <Flex justify="space-between" align="start" gap={16}>
          <div>
            <h1>
              {say('app.name')} <small>{locale === 'en' ? city.nameEn : city.name}</small>
            </h1>
            <p>{say('app.tagline')}</p>
          </div>
          <Select<Locale>
            aria-label={say('common.language')}
            value={locale}
            onChange={setLocale}
            options={[
              { value: 'zh-CN', label: '简体中文' },
              { value: 'zh-Hant', label: '繁體中文' },
              { value: 'en', label: 'English' },
            ]}
          />
        </Flex>
        <Form<Entry>
          form={form}
          layout="vertical"
          onFinish={(entry) => entering.mutate(entry)}
          requiredMark={false}
        >
          <Form.Item
            name="login"
            label={say('access.login')}
            rules={[{ required: true, message: say('fault.required') }]}
          >
            <Input autoComplete="username" autoCapitalize="none" size="large" />
          </Form.Item>
          <Form.Item
            name="password"
            label={say('access.password')}
            rules={[{ required: true, message: say('fault.required') }]}
          >
            <Input.Password autoComplete="current-password" size="large" />
          </Form.Item>
          <Flex vertical gap={12}>
            <RefusalAlert error={entering.error} />
            <Button type="primary" htmlType="submit" size="large" loading={entering.isPending} block>
              {say('access.signIn')}
            </Button>
          </Flex>
        </Form>
      </section>
      {hints.length > 0 && (
        <section className="sign-in-panel" aria-label={say('access.hints')}>
          <h2>{say('access.hints')}</h2>
          <p>{say('home.sampleCity')}</p>
          <ul className="sign-in-hints">
            {hints.map((hint) => (
              <li key={hint.login}>
                <button type="button" onClick={() => form.setFieldsValue(hint)}>
                  <strong>{locale === 'en' ? hint.en : hint.zh}</strong>
                  <span>{hint.login}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </main>
  );
}
