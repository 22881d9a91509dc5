package password

// hashCost is what deriving the key of one password takes with argon2id.
type hashCost struct {
	memory uint32 // KiB
	passes uint32
	lanes  uint8
}

var (
	// productionCost follows the OWASP Password Storage Cheat Sheet: 19 MiB, two
	// passes, one lane; about 30 ms of CPU.
	productionCost = hashCost{memory: 19 * 1024, passes: 2, lanes: 1}
	// testCost is the least that argon2id takes.
	testCost = hashCost{memory: 8, passes: 1, lanes: 1}
)

// cost is what every hash of this process takes.
var cost = productionCost

// UseTestCost makes every later hash of this process as cheap as argon2id can be. Only
// TestMain may call it, before any password is hashed; no configuration leads here.
func UseTestCost() { cost = testCost }
