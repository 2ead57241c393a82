package sandbox

import (
	"fmt"
	"syscall"
)

// maxFiles is enough for the pipes, the runtime's poller and a file with time zones.
const maxFiles = 16

// apply has the kernel hold the process to its bounds, see setrlimit(2). RLIMIT_DATA counts what can be written and
// belongs to the process alone, which is Go's heap
// and the threads' stacks; RLIMIT_AS would count what is only reserved as well.
func (b bounds) apply() error {
	for _, limit := range []struct {
		name     string
		resource int
		value    uint64
	}{
		{"data", syscall.RLIMIT_DATA, uint64(b.Memory)},
		{"processor time", syscall.RLIMIT_CPU, uint64(b.Seconds)},
		{"file size", syscall.RLIMIT_FSIZE, 0},
		{"open files", syscall.RLIMIT_NOFILE, maxFiles},
		{"core size", syscall.RLIMIT_CORE, 0},
	} {
		var now syscall.Rlimit
		if err := syscall.Getrlimit(limit.resource, &now); err != nil {
			return fmt.Errorf("limit of %s: %w", limit.name, err)
		}
		value := min(limit.value, now.Max)
		if err := syscall.Setrlimit(limit.resource, &syscall.Rlimit{Cur: value, Max: value}); err != nil {
			return fmt.Errorf("limit of %s: %w", limit.name, err)
		}
	}
	return nil
}
