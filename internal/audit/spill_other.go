//go:build !unix

package audit

import (
	"errors"
	"os"
)

// mapped fails: files are mapped on Unix only.
func mapped(int, func(*os.File) error) ([]byte, error) { return nil, errors.ErrUnsupported }
