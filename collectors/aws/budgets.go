package aws

import (
	"context"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/budgets"
	"github.com/aws/aws-sdk-go-v2/service/budgets/types"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/aws"
)

func budgetsEntry() entry {
	return entry{
		service: "budgets", scope: global, kinds: []string{"aws.budgets.budget"}, actions: []string{"budgets:ViewBudget"},
		collect: func(ctx context.Context, v *visit, region string) error {
			client := budgets.NewFromConfig(v.in(region))
			list := budgets.NewDescribeBudgetsPaginator(client, &budgets.DescribeBudgetsInput{AccountId: &v.account, MaxResults: sdk.Int32(100)})
			return each(ctx, v, listed{"Budgets", "DescribeBudgets", everywhere, "aws.budgets.budget"}, list.HasMorePages,
				func() ([]types.Budget, *string, error) {
					page, err := list.NextPage(ctx)
					if err != nil {
						return nil, nil, err
					}
					return page.Budgets, page.NextToken, nil
				},
				func(ctx context.Context, b types.Budget) error { return v.budget(ctx, client, b) })
		},
	}
}

func (v *visit) budget(ctx context.Context, client *budgets.Client, b types.Budget) error {
	facts := kinds.Budget{Type: string(b.BudgetType), Period: string(b.TimeUnit)}
	if b.BudgetLimit != nil {
		facts.Limit, facts.Unit = nonEmpty(b.BudgetLimit.Amount), nonEmpty(b.BudgetLimit.Unit)
	}
	var p partial
	list := budgets.NewDescribeNotificationsForBudgetPaginator(client, &budgets.DescribeNotificationsForBudgetInput{AccountId: &v.account, BudgetName: b.BudgetName})
	p.ok(v.pages("Budgets", "DescribeNotificationsForBudget", list.HasMorePages, func() (*string, error) {
		page, err := list.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		facts.Notifications += len(page.Notifications)
		return page.NextToken, nil
	}), "notifications")
	name := sdk.ToString(b.BudgetName)
	return v.emit(collectors.Head{Kind: "aws.budgets.budget", ID: v.arn("budgets", "", "budget/"+name), Name: name}, facts, p)
}
