// Package setting reads which environment variables a program reads, and what it
// does where one is not set: goes on with a default, asks first, or stops. What
// schemas of zod, envalid, pydantic-settings and their like declare counts as read.
package setting
