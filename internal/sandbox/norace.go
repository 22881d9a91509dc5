//go:build !race

package sandbox

const (
	raceMemory = 1
	raceCPU    = 1
)
