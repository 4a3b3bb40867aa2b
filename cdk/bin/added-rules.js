// Prints direction, group and id of every rule between security groups that is not in a stack's
// template. usage: added-rules.js TEMPLATE RESOURCES RULES, all JSON, as the AWS command line gives them
const fs = require('fs');

const [template, resources, rules] = process.argv.slice(2).map((file) => JSON.parse(fs.readFileSync(file, 'utf8')));
const physical = new Map(resources.map((each) => [each.LogicalResourceId, each.PhysicalResourceId]));

// A group is named by {"Fn::GetAtt": [ID, "GroupId"]} or by {"Ref": ID}.
const group = (value) => {
  if (typeof value === 'string') return value;
  const id = value.Ref || [value['Fn::GetAtt']].flat()[0].split('.')[0];
  return physical.get(id);
};

// All ports are 0 to 65535 in one place, -1 or nothing in another.
const port = (value, all) => (value === undefined || Number(value) === -1 ? all : Number(value));
const key = (direction, own, other, protocol, from, to) =>
  [direction, own, other, String(protocol), port(from, 0), port(to, 65535)].join(' ');

const ours = new Set();
for (const { Type: type, Properties: rule } of Object.values(template.Resources)) {
  if (type === 'AWS::EC2::SecurityGroupIngress' && rule.SourceSecurityGroupId) {
    ours.add(
      key('ingress', group(rule.GroupId), group(rule.SourceSecurityGroupId), rule.IpProtocol, rule.FromPort, rule.ToPort)
    );
  } else if (type === 'AWS::EC2::SecurityGroupEgress' && rule.DestinationSecurityGroupId) {
    ours.add(
      key('egress', group(rule.GroupId), group(rule.DestinationSecurityGroupId), rule.IpProtocol, rule.FromPort, rule.ToPort)
    );
  }
}

for (const rule of rules) {
  const direction = rule.IsEgress ? 'egress' : 'ingress';
  const other = (rule.ReferencedGroupInfo || {}).GroupId;
  if (other && !ours.has(key(direction, rule.GroupId, other, rule.IpProtocol, rule.FromPort, rule.ToPort))) {
    console.log(direction, rule.GroupId, rule.SecurityGroupRuleId);
  }
}
