//go:build race

package sandbox

// What the race detector makes a child need, as a multiple.
const (
	raceMemory = 6
	raceCPU    = 4
)
