/** The sandbox's assumptions as switches that say which of them it asks for. */
import type { AssumptionName, Sandbox } from '../../sandbox';

export interface Switches {
	/** Those that the sandbox has asked for so far. */
	asked: ReadonlySet<AssumptionName>;
	turn(name: AssumptionName, value: boolean): void;
}

/** Listens at the switches of a sandbox from now on. */
export function watchSwitches({ assumptions }: Sandbox): Switches {
	const values = { ...assumptions };
	const asked = new Set<AssumptionName>();
	for (const name of Object.keys(values) as AssumptionName[]) {
		Object.defineProperty(assumptions, name, {
			get: () => {
				asked.add(name);
				return values[name];
			},
			enumerable: true,
		});
	}
	return {
		asked,
		turn: (name, value) => {
			values[name] = value;
		},
	};
}
