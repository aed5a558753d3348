import { describe, expect, it } from 'vitest';
import { decide, makePolicy } from '../../../../src/main/shells/web/gate.ts';
import { gateName, gatePort, gateRows, page, post } from './gateRows.ts';

const policy = makePolicy(gatePort, false, [gateName]);

describe('the gate of the web shell', () => {
  it.each(gateRows)('answers %s', (_name, request, decision) => {
    expect(decide(request, policy)).toBe(decision);
  });

  it('takes a Host without port where the port is the default of the scheme', () => {
    const secure = makePolicy(443, true, []);
    expect(decide({ ...page, host: 'localhost' }, secure)).toBe('pass');
    expect(decide({ ...post, host: 'localhost', origin: 'https://localhost' }, secure)).toBe('pass');
    expect(decide({ ...post, host: 'localhost', origin: 'http://localhost' }, secure)).toBe(403);
  });
});
