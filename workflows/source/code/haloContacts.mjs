import { completeOfHalo } from './haloPages.mjs';
import { addressesOf, numbersOf } from './people.mjs';
import { textOf } from './texts.mjs';

/** @typedef {{ id: number, name?: string, client_id?: number, firstname?: string | null, surname?: string | null, title?: string | null, emailaddress?: string | null, email2?: string | null, email3?: string | null, phonenumber?: string | null, mobilenumber?: string | null, mobilenumber2?: string | null, homenumber?: string | null, inactive?: boolean, isimportantcontact?: boolean, isserviceaccount?: boolean }} HaloUser */
/** @typedef {{ record_count?: number, users?: HaloUser[] }} HaloUsers */

/** A user that stands for nobody in particular, and one that is a program. @param {HaloUser} user */
const isNobody = ({ name, emailaddress, isserviceaccount }) =>
	isserviceaccount === true || (textOf(name) === 'General User' && textOf(emailaddress) === '');

/** First and last name; an old user may have the whole one only. @param {HaloUser} user */
const namesOf = ({ name, firstname, surname }) => {
	const [first, last] = [textOf(firstname), textOf(surname)];
	if (first !== '' || last !== '') return { first_name: first, last_name: last };
	const [one = '', ...others] = textOf(name).split(/\s+/);
	return { first_name: one, last_name: others.join(' ') };
};

/**
 * Users of HaloPSA, who are the people of its clients, as the syncs read contacts.
 * @param {HaloUsers[]} pages
 */
export const contactsOfHalo = (pages) =>
	completeOfHalo(
		pages,
		pages.flatMap(({ users }) => users ?? []),
	)
		.filter((user) => !isNobody(user))
		.map((user) => ({
			system: 'halopsa',
			id: String(user.id),
			company_id: String(user.client_id ?? ''),
			...namesOf(user),
			title: textOf(user.title),
			active: user.inactive !== true,
			primary: user.isimportantcontact === true,
			emails: addressesOf([user.emailaddress, user.email2, user.email3]),
			phones: numbersOf([
				{ value: user.phonenumber, label: 'Work' },
				{ value: user.mobilenumber, label: 'Mobile' },
				{ value: user.mobilenumber2, label: 'Mobile' },
				{ value: user.homenumber, label: 'Home' },
			]),
			changed_at: '',
		}));
