import { When } from '../../when.tsx';
import type { Inspected } from './report.tsx';

/** Whom a token speaks of, as agents would see them. */
export function Who({ login, privateData }: Pick<Inspected, 'login' | 'privateData'>) {
  if (privateData)
    return (
      <p>
        It carries private data in the fields {privateData.join(', ')}: they are compared with the customer
        records when somebody logs in.
      </p>
    );
  if (!login) return null;
  const { subject, name, attributes = {}, acr, amr, authTime, sessionEnd } = login;
  return (
    <section class="card" aria-label="Who it is">
      <h3>Who it is, as agents would see it</h3>
      <dl class="facts-list">
        <dt>Subject</dt>
        <dd>
          <bdi class="code">{subject}</bdi>
        </dd>
        <dt>Name</dt>
        <dd>{name === undefined ? 'None' : <bdi>{name}</bdi>}</dd>
        {Object.entries(attributes).flatMap(([attribute, value]) => [
          <dt key={`name ${attribute}`}>
            <bdi>{attribute}</bdi>
          </dt>,
          <dd key={`value ${attribute}`}>
            <bdi>{value}</bdi>
          </dd>,
        ])}
        {acr !== undefined && [<dt key="acr">Level</dt>, <dd key="acr-is">{acr}</dd>]}
        {amr !== undefined && [<dt key="amr">How they logged in</dt>, <dd key="amr-is">{amr.join(', ')}</dd>]}
        {authTime !== undefined && [
          <dt key="at">Logged in</dt>,
          <dd key="at-is">
            <When at={authTime} />
          </dd>,
        ]}
        {sessionEnd !== undefined && [
          <dt key="end">Their session ends</dt>,
          <dd key="end-is">
            <When at={sessionEnd} />
          </dd>,
        ]}
      </dl>
    </section>
  );
}
