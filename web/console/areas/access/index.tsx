import { brandSettings } from '../../brand.ts';
import { SettingsForm } from '../../settings-form.tsx';
import { Head } from '../../states.tsx';
import { useResource } from '../../use-resource.ts';
import { Apps } from './apps.tsx';
import { Mfa } from './mfa.tsx';
import { Networks } from './networks.tsx';
import { Policy } from './policy.tsx';

/** How agents and admins get in. */
export default function AccessControl() {
  const brand = useResource('GET /api/manage/brand', {});
  return (
    <>
      <Head title="Account access control">
        How agents and admins get in: second factors, rules for sign-ins and sessions, and from where. Your
        own factors and sessions are in <a href="/sign-in/#account">your account</a>.
      </Head>
      <Mfa brand={brand} />
      <SettingsForm resource={brand} save="PUT /api/manage/brand" pick={brandSettings}>
        {(draft) => (
          <>
            <Policy draft={draft} />
            <Apps draft={draft} />
            <Networks draft={draft} />
          </>
        )}
      </SettingsForm>
    </>
  );
}
