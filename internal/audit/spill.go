package audit

import (
	"bufio"
	"os"

	"github.com/assize/assize/collectors"
)

// worthSpilling is how much text, in bytes, the resources of one target have before it is worth a file.
const worthSpilling = 1 << 20

// spill moves the text of a snapshot's resources out of the memory that the program holds into a file that is mapped in: the
// system takes its pages back whenever it needs them. So a run over many targets, such as the accounts of an organisation, holds
// one target's answers at a time, and of the others no more than their names. The file has no name and ends with the
// program. Where there is no room for it, the text stays where it is.
func spill(s *collectors.Snapshot) {
	size := 0
	for _, r := range s.Resources {
		size += len(r.JSON)
	}
	if size < worthSpilling {
		return
	}
	text, err := mapped(size, func(f *os.File) error {
		w := bufio.NewWriterSize(f, 64<<10)
		for _, r := range s.Resources {
			if _, err := w.Write(r.JSON); err != nil {
				return err
			}
		}
		return w.Flush()
	})
	if err != nil {
		return // it is the same text, in memory
	}
	for i, r := range s.Resources {
		n := len(r.JSON)
		s.Resources[i].JSON = text[:n:n]
		text = text[n:]
	}
}
