/** What a day brings between two nights: in the PSA, in the RMM, and by the hands of colleagues in IT Glue. */
import type { Store } from '../core/store';
import type { Psa } from '../psa/model';
import type { Day } from './day';
import { dayOfClients } from './dayOfClients';
import { dayOfMachines } from './dayOfMachines';
import { dayOfPeople } from './dayOfPeople';
import type { World } from './model';

/** Lets a day pass, and the next night begin. */
export function nextDay(world: World, store: Store, psa: Psa): void {
	world.night += 1;
	const day: Day = { world, store, psa, night: world.night };
	dayOfClients(day);
	dayOfPeople(day);
	dayOfMachines(day);
}
