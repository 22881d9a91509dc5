// Package view shows values of the domains as the pages of all areas show them:
// people and organisations, boards and threads, articles and official answers,
// services, supporters, roles.
//
// It promises: it reads nothing and decides nothing; what a viewer may not see
// has been left out by the domain before.
package view
