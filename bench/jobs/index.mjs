import { create } from './create.mjs';
import { flexible } from './flexible.mjs';
import { all, firstPage, veryMany, withFaults } from './getMany.mjs';
import { getOne } from './getOne.mjs';
import { upsert } from './upsert.mjs';

/** The jobs, in the order of the table. */
export const JOBS = [all, veryMany, withFaults, getOne, upsert, flexible, create, firstPage];
