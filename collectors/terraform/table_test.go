package terraform

import (
	"testing"

	kinds "github.com/assize/assize/collectors/kinds/aws"
)

// TestEveryKindIsRead holds the table against the kinds that there are: one that is neither read from a plan nor of a whole account
// is a defect.
func TestEveryKindIsRead(t *testing.T) {
	told := map[string]bool{}
	for _, e := range table() {
		told[e.kind] = true
	}
	for _, k := range kinds.Kinds() {
		if told[k.Name] == accountWide(k.Name) {
			t.Errorf("%s is read: %v, of a whole account: %v", k.Name, told[k.Name], accountWide(k.Name))
		}
	}
}
