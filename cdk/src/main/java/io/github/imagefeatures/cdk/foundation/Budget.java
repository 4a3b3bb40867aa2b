package io.github.imagefeatures.cdk.foundation;

import io.github.imagefeatures.cdk.CostTag;
import io.github.imagefeatures.cdk.OrderedMap;
import java.util.List;
import software.amazon.awscdk.services.budgets.CfnBudget;
import software.amazon.awscdk.services.budgets.CfnBudget.BudgetDataProperty;
import software.amazon.awscdk.services.budgets.CfnBudget.NotificationProperty;
import software.amazon.awscdk.services.budgets.CfnBudget.NotificationWithSubscribersProperty;
import software.amazon.awscdk.services.budgets.CfnBudget.SpendProperty;
import software.amazon.awscdk.services.budgets.CfnBudget.SubscriberProperty;
import software.constructs.Construct;

/**
 * Warns by mail of what all runs and the foundation cost in a month, by the tag that everything
 * carries. AWS counts a tag only once it is activated for cost allocation in the billing console.
 */
final class Budget {
  private static final int PERCENT_SPENT = 80;
  private static final int PERCENT_FORECAST = 100;

  private Budget() {}

  static void create(Construct scope, int dollars, String mail) {
    CfnBudget.Builder.create(scope, "Budget")
        .budget(
            BudgetDataProperty.builder()
                .budgetType("COST")
                .timeUnit("MONTHLY")
                .budgetLimit(SpendProperty.builder().amount(dollars).unit("USD").build())
                .costFilters(
                    OrderedMap.of(
                        "TagKeyValue", List.of("user:" + CostTag.KEY + "$" + CostTag.VALUE)))
                .build())
        .notificationsWithSubscribers(
            List.of(
                warning("ACTUAL", PERCENT_SPENT, mail),
                warning("FORECASTED", PERCENT_FORECAST, mail)))
        .build();
  }

  private static NotificationWithSubscribersProperty warning(
      String type, int percent, String mail) {
    return NotificationWithSubscribersProperty.builder()
        .notification(
            NotificationProperty.builder()
                .notificationType(type)
                .comparisonOperator("GREATER_THAN")
                .threshold(percent)
                .thresholdType("PERCENTAGE")
                .build())
        .subscribers(
            List.of(SubscriberProperty.builder().subscriptionType("EMAIL").address(mail).build()))
        .build();
  }
}
