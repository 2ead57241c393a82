package terraform

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/assize/assize/collectors"
)

// TestLargePlan reads a plan of 2,000 resources, joined and with dependences, in half of the time that a gate may take for one.
func TestLargePlan(t *testing.T) {
	const buckets = 1000
	var changes, configured, relevant []string
	for i := range buckets {
		name := fmt.Sprintf("b%d", i)
		changes = append(changes,
			`{"address": "aws_s3_bucket.`+name+`", "mode": "managed", "type": "aws_s3_bucket", "name": "`+name+`", "change": {"actions": ["create"],
				"after": {"bucket": "`+name+`"}, "after_unknown": {"id": true, "versioning": true, "grant": true, "logging": true}}}`,
			`{"address": "aws_s3_bucket_versioning.`+name+`", "mode": "managed", "type": "aws_s3_bucket_versioning", "name": "`+name+`", "change": {"actions": ["create"],
				"after": {"versioning_configuration": [{"status": "Enabled"}]}, "after_unknown": {"bucket": true}}}`)
		configured = append(configured,
			`{"address": "aws_s3_bucket.`+name+`", "mode": "managed", "type": "aws_s3_bucket", "name": "`+name+`", "expressions": {"bucket": {"constant_value": "`+name+`"}}}`,
			`{"address": "aws_s3_bucket_versioning.`+name+`", "mode": "managed", "type": "aws_s3_bucket_versioning", "name": "`+name+`",
				"expressions": {"bucket": {"references": ["aws_s3_bucket.`+name+`.id", "aws_s3_bucket.`+name+`"]}}}`)
		relevant = append(relevant, `{"resource": "aws_s3_bucket.`+name+`", "attribute": ["id"]}`)
	}
	path := filepath.Join(t.TempDir(), "plan.json")
	text := `{"format_version": "1.2", "resource_changes": [` + strings.Join(changes, ",") + `], "relevant_attributes": [` + strings.Join(relevant, ",") +
		`], "configuration": {"root_module": {"resources": [` + strings.Join(configured, ",") + `]}}}`
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	begin := time.Now()
	s, err := collectors.Record(t.Context(), New(), target(path), "test", time.Now, nil)
	if err != nil {
		t.Fatal(err)
	}
	if took := time.Since(begin); took > 700*time.Millisecond || len(s.Resources) != buckets {
		t.Errorf("%d resources in %v", len(s.Resources), took)
	}
	facts(t, s, `
aws_s3_bucket.b7 versioning.status "enabled"
aws_s3_bucket.b7 logging gap after_apply
`)
}
