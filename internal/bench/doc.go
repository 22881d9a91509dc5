// Package bench measures the forum against its floors, on one machine in one run,
// and prints the tables of RESULTS.md. Run it with make bench.
//
// The forum is the built binary on a folder that loadgen filled. Its floors are (a)
// a constant page of the same size from net/http and (b) the prepared queries and
// the template of a thread page, without anything else. A reply is compared with
// bare durable commits of the same rows. The client runs on the same processors and
// uses plain connections of its own, so that it costs little.
//
// BENCH_POSTS lists the sizes ("10000 100000" by default), BENCH_SECONDS is how long
// each figure is measured. Folders are kept below data/var/bench; BENCH_FOLDERS names
// others that loadgen filled ("1000000=/srv/million"). A missed target fails the run.
package bench
