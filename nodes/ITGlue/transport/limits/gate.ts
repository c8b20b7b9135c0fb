/** Lets at most so many tasks run at the same time; the others follow in the order they came. */
export class Semaphore {
	private running = 0;

	private readonly waiting: Array<() => void> = [];

	constructor(private readonly width: number) {}

	/** Runs a task as soon as there is room; returns or throws what the task does. */
	async run<T>(task: () => Promise<T>): Promise<T> {
		if (this.running >= this.width) {
			await new Promise<void>((enter) => {
				this.waiting.push(enter);
			});
		} else {
			this.running += 1;
		}
		try {
			return await task();
		} finally {
			this.leave();
		}
	}

	/** The place is handed on, so that nobody can slip in between. */
	private leave(): void {
		const next = this.waiting.shift();
		if (next === undefined) this.running -= 1;
		else next();
	}
}
