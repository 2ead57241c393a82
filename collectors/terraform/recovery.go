package terraform

import (
	"slices"

	kinds "github.com/assize/assize/collectors/kinds/aws"
)

func (v *visit) vault(i *instance) error {
	p := &partial{estate: v.estate}
	var facts kinds.Vault
	if key := i.at("kms_key_arn"); key.unset() && key.open() {
		p.later(i, "the key that AWS manages", "kms_key")
	} else {
		facts.KMSKey = p.refer(key, "kms_key", keyTypes...)
	}
	p.later(i, "how many recovery points it holds", "points")
	sure, doubtful := v.children(i, "aws_backup_vault_lock_configuration.backup_vault_name")
	switch {
	case len(doubtful) > 0:
		p.doubt(doubtful[0], "locked", "min_days")
	case len(sure) > 0:
		facts.Locked, facts.MinDays = true, p.whole(sure[0].at("min_retention_days"), "min_days")
	case i.exists():
		p.later(i, "whether it is locked", "locked", "min_days")
	}
	name, _ := i.at("name").text()
	return v.emit("aws.backup.vault", i, name, facts, p)
}

func (v *visit) backupPlan(i *instance) error {
	p := &partial{estate: v.estate}
	var facts kinds.BackupPlan
	if rules := i.at("rule"); rules.unknown == true {
		p.unread(rules, "rules")
	}
	for n, r := range i.at("rule").items() {
		at := func(name string) string { return element("rules", n, name) }
		rule := kinds.BackupRule{Name: p.text(r.at("rule_name"), at("name")), Schedule: p.text(r.at("schedule"), at("schedule")), Vault: p.text(r.at("target_vault_name"), at("vault"))}
		life, copies := r.at("lifecycle"), r.at("copy_action")
		if life.unknown == true {
			p.unread(life, at("keep_days"))
		}
		rule.KeepDays = positive(p.whole(life.at(0, "delete_after"), at("keep_days")))
		if copies.unknown == true {
			p.unread(copies, at("copies"))
		}
		for _, c := range copies.items() {
			rule.Copies = append(rule.Copies, p.text(c.at("destination_vault_arn"), at("copies")))
		}
		facts.Rules = append(facts.Rules, rule)
	}
	if i.exists() {
		p.later(i, "when it last ran", "last_run")
	}
	sure, doubtful := v.children(i, "aws_backup_selection.plan_id")
	if facts.Selections = len(sure); len(doubtful) > 0 {
		p.doubt(doubtful[0], "selections")
	} else if i.exists() && len(sure) == 0 {
		p.later(i, "what it backs up", "selections")
	}
	name, _ := i.at("name").text()
	return v.emit("aws.backup.plan", i, name, facts, p)
}

func (v *visit) budget(i *instance) error {
	p := &partial{estate: v.estate}
	facts := kinds.Budget{
		Type: p.text(i.at("budget_type"), "type"), Period: p.text(i.at("time_unit"), "period"),
		Limit: p.textOrNull(i.at("limit_amount"), "limit"), Unit: p.textOrNull(i.at("limit_unit"), "unit"),
	}
	told := i.at("notification").made()
	if facts.Notifications = told.count(); told.unknown == true {
		p.undecided(told, "notifications")
	}
	name, _ := i.at("name").text()
	return v.emit("aws.budgets.budget", i, name, facts, p)
}

func (v *visit) alarm(i *instance) error {
	p := &partial{estate: v.estate}
	facts := kinds.Alarm{ActionsEnabled: p.flag(i.at("actions_enabled"), "actions_enabled", true), Actions: p.words(i.at("alarm_actions"), "actions", "aws_sns_topic")}
	queries := i.at("metric_query").made()
	if queries.unknown == true {
		p.undecided(queries, "metric")
	}
	if name := p.text(i.at("metric_name"), "metric"); name != "" && queries.count() == 0 {
		facts.Metric = &kinds.Metric{Namespace: p.text(i.at("namespace"), "metric"), Name: name}
	}
	name, _ := i.at("alarm_name").text()
	return v.emit("aws.cloudwatch.alarm", i, name, facts, p)
}

func (v *visit) metricFilter(i *instance) error {
	p := &partial{estate: v.estate}
	facts := kinds.MetricFilter{Pattern: p.text(i.at("pattern"), "pattern")}
	if group := p.refer(i.at("log_group_name"), "group", "aws_cloudwatch_log_group"); group != nil {
		facts.Group = *group
	}
	if p.gapped("pattern") {
		p.unread(i.at("pattern"), "alternatives")
	} else if alternatives, err := kinds.ParsePattern(facts.Pattern); err == nil { // a pattern of another form is a fact
		facts.Alternatives = alternatives
	}
	made := i.at("metric_transformation")
	if made.unknown == true || slices.ContainsFunc(made.items(), func(m value) bool { return m.at("name").open() || m.at("namespace").open() }) {
		p.unread(made, "metrics")
	}
	for _, m := range made.items() {
		name, _ := m.at("name").text()
		namespace, _ := m.at("namespace").text()
		facts.Metrics = append(facts.Metrics, kinds.Metric{Namespace: namespace, Name: name})
	}
	name, _ := i.at("name").text()
	return v.emit("aws.logs.metric_filter", i, name, facts, p)
}
