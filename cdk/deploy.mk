# Included by the Makefile: what deploys to AWS. Each target is a script in cdk/bin.
#   RUN      name of the run; its stack is image-features-RUN     main
#   IMAGES   s3:// address or local folder                        drawn samples
#   CONTEXT  more context values: CONTEXT='-c spot=false'         docs/running-on-aws.md lists them

RUN ?= main
IMAGES ?=
CONTEXT ?=
export RUN IMAGES CONTEXT

.PHONY: deploy results logs destroy ephemeral probe destroy-foundation check-account test-cdk test-checkout test-emulator test-destroy \
	deploy-tools test-step test-settings check-templates check-workflows check-scripts

deploy:             ## stand up everything and run
	@cdk/bin/deploy

results:            ## fetch page and tables of RUN into results/RUN
	@cdk/bin/results

logs:               ## fetch what explains how RUN ended into logs/RUN
	@cdk/bin/logs

destroy:            ## take down the stack of RUN
	@cdk/bin/destroy

ephemeral:          ## deploy under a new name, fetch the results, destroy always
	@cdk/bin/ephemeral

probe:              ## what only the account can tell, before a run: deploy a probe, print it, destroy
	@cdk/bin/ephemeral probe

destroy-foundation: ## take down what is kept between runs
	@cdk/bin/destroy-foundation

check-account:      ## quotas, roles and regions, before money is spent
	@cdk/bin/check-account

test-cdk:
	@mvn -q -B test -pl cdk -am -Dtest='io/github/imagefeatures/cdk/**' -Dsurefire.failIfNoSpecifiedTests=false

test-checkout:
	@cdk/test/fresh-checkout.sh

test-emulator:
	@cdk/test/emulator-deploy.sh

test-destroy:
	@cdk/test/emulator-destroy.sh

deploy-tools:
	@cdk/test/deploy-tools.sh

test-step:
	@cdk/test/step-for-real.sh

test-settings:
	@cdk/test/wrong-settings.sh

check-templates:
	@cdk/test/check-templates.sh

check-workflows:
	@cdk/test/check-workflows.sh

check-scripts:
	@cdk/test/check-scripts.sh
