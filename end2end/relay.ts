// Calls that go round a relay, and what a test has to know of their way.

import { expect } from '@playwright/test';

import type { Person } from './people';

/** Lets the page's links go round a relay alone. Installed before anything of ours runs. */
function relayOnly(): void {
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super({ ...configuration, iceTransportPolicy: 'relay' });
    }
    override setConfiguration(configuration: RTCConfiguration): void {
      super.setConfiguration({ ...configuration, iceTransportPolicy: 'relay' });
    }
  };
}

/** From the next page on, this person's links go round a relay alone. */
export async function goesRound(person: Person): Promise<void> {
  await person.context.addInitScript(relayOnly);
}

/** What both ends of the link to someone are: `relay/relay`, `host/host`. */
export async function wayTo(person: Person, name: string): Promise<string> {
  const link = await person.linkTo(name);
  return person.page.evaluate(async (link) => {
    const reports = new Map<string, Record<string, string>>();
    (await window.probe.links[link]?.connection.getStats())?.forEach((report) => reports.set(report.id, report));
    const transport = [...reports.values()].find((report) => report['type'] === 'transport');
    const pair = reports.get(transport?.['selectedCandidatePairId'] ?? '');
    const kind = (end: string) => reports.get(pair?.[end] ?? '')?.['candidateType'] ?? 'none';
    return `${kind('localCandidateId')}/${kind('remoteCandidateId')}`;
  }, link);
}

/** They see each other round the relay. */
export async function meetRoundTheRelay(one: Person, other: Person): Promise<void> {
  await one.sees(other);
  await other.sees(one);
  for (const [person, name] of [
    [one, other.name],
    [other, one.name],
  ] as const) {
    await expect.poll(() => wayTo(person, name), `the way of ${person.name} to ${name}`).toBe('relay/relay');
  }
}

/** The fragment of the present search for a way (RFC 8839 §5.4). */
export async function search(person: Person, name: string): Promise<string> {
  const link = await person.linkTo(name);
  const sdp = await person.page.evaluate((link) => window.probe.links[link]?.connection.localDescription?.sdp ?? '', link);
  return /^a=ice-ufrag:(.*)$/m.exec(sdp)?.[1]?.trim() ?? '';
}
