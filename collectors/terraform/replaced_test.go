package terraform

import (
	"strings"
	"testing"
)

// TestReplacedRules reads plans that change a rule of something that exists: what was read of it before the plan has the old rule
// still, and that holds no longer.
func TestReplacedRules(t *testing.T) {
	change := func(address, actions, before, after string) string {
		typ, name, _ := strings.Cut(address, ".")
		return `{"address": "` + address + `", "mode": "managed", "type": "` + typ + `", "name": "` + name + `", "change": {"actions": [` + actions + `], "before": ` + before + `, "after": ` + after + `, "after_unknown": {}}}`
	}
	list := `{"id": "acl-1", "ingress": [{"rule_no": 10, "action": "allow", "protocol": "-1", "cidr_block": "0.0.0.0/0"}], "egress": []}`
	group := `{"id": "sg-1", "name": "g", "description": "x", "egress": [], "ingress": [
		{"protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_blocks": ["0.0.0.0/0"]}, {"protocol": "tcp", "from_port": 23, "to_port": 23, "cidr_blocks": ["0.0.0.0/0"]}]}`
	role := `{"name": "r", "assume_role_policy": "", "managed_policy_arns": ["arn:aws:iam::aws:policy/Old", "arn:aws:iam::aws:policy/Stays"], "inline_policy": []}`
	text := `{"format_version": "1.2", "resource_changes": [` + strings.Join([]string{
		change("aws_network_acl.a", `"no-op"`, list, list),
		change("aws_network_acl_rule.r", `"delete", "create"`, `{"network_acl_id": "acl-1", "rule_number": 10, "egress": false, "rule_action": "allow", "protocol": "-1", "cidr_block": "0.0.0.0/0"}`,
			`{"network_acl_id": "acl-1", "rule_number": 20, "egress": false, "rule_action": "allow", "protocol": "-1", "cidr_block": "10.0.0.0/8"}`),
		change("aws_security_group.g", `"no-op"`, group, group),
		change("aws_security_group_rule.r", `"delete", "create"`, `{"security_group_id": "sg-1", "type": "ingress", "protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_blocks": ["0.0.0.0/0"]}`,
			`{"security_group_id": "sg-1", "type": "ingress", "protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_blocks": ["10.0.0.0/8"]}`),
		change("aws_vpc_security_group_ingress_rule.r", `"update"`, `{"security_group_id": "sg-1", "ip_protocol": "tcp", "from_port": 23, "to_port": 23, "cidr_ipv4": "0.0.0.0/0"}`,
			`{"security_group_id": "sg-1", "ip_protocol": "tcp", "from_port": 23, "to_port": 23, "cidr_ipv4": "10.0.0.0/8"}`),
		change("aws_iam_role.r", `"no-op"`, role, role),
		change("aws_iam_role_policy_attachment.r", `"delete", "create"`, `{"role": "r", "policy_arn": "arn:aws:iam::aws:policy/Old"}`, `{"role": "r", "policy_arn": "arn:aws:iam::aws:policy/New"}`),
	}, ",") + `]}`
	facts(t, written(t, text), `
aws_network_acl.a ingress[0].number 20
aws_network_acl.a ingress[0].cidr "10.0.0.0/8"
aws_network_acl.a ingress[1].number 32767
aws_security_group.g ingress[0].cidr "10.0.0.0/8"
aws_security_group.g ingress[1].cidr "10.0.0.0/8"
aws_security_group.g ingress[1].from_port 23
aws_iam_role.r attached_policies ["arn:aws:iam::aws:policy/New","arn:aws:iam::aws:policy/Stays"]
`)
}
