//go:build unix

package audit

import (
	"fmt"
	"os"
	"syscall"
)

// mapped returns what write writes to a file without a name, so many bytes, mapped in for reading until the program ends.
func mapped(size int, write func(*os.File) error) ([]byte, error) {
	f, err := nameless(size, write)
	if err != nil {
		return nil, err
	}
	defer f.Close() // the mapping holds the file
	return syscall.Mmap(int(f.Fd()), 0, size, syscall.PROT_READ, syscall.MAP_SHARED)
}

// nameless makes a temporary file, has it written, and takes its name away. It holds so many bytes, or there is an error.
func nameless(size int, write func(*os.File) error) (*os.File, error) {
	f, err := os.CreateTemp("", "assize-*")
	if err != nil {
		return nil, err
	}
	if err := os.Remove(f.Name()); err != nil {
		f.Close()
		return nil, err
	}
	err = write(f)
	if err == nil {
		var info os.FileInfo
		if info, err = f.Stat(); err == nil && info.Size() != int64(size) {
			err = fmt.Errorf("%d bytes written, not %d", info.Size(), size)
		}
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}
