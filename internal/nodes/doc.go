// Package nodes holds tests of several nodes on one PostgreSQL database.
package nodes
