// Package nodes runs the program as several processes on one PostgreSQL database, behind
// a proxy, for tests; its own are those of several nodes.
package nodes
