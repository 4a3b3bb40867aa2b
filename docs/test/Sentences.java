import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * Prints the sentences with which the program fails: what the constructors of exceptions, or methods,
 * of the given names are called with, one a line: name, file and line, sentence. What is known only
 * when it runs is an ellipsis.
 *
 * <pre>java docs/test/Sentences.java NAME,NAME FOLDER...</pre>
 */
final class Sentences extends TreeScanner<Void, Void> {
  private static final String UNKNOWN = "…";

  private final Set<String> names;
  private final Trees trees;
  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  private final Map<String, List<ExpressionTree>> returned = new HashMap<>();
  private final Map<String, ExpressionTree> initialized = new HashMap<>();
  private final Set<String> underway = new HashSet<>();
  private CompilationUnitTree unit;
  private boolean ofException;

  private Sentences(Set<String> names, Trees trees) {
    this.names = names;
    this.trees = trees;
  }

  public static void main(String[] args) throws IOException {
    List<Path> sources = new ArrayList<>();
    for (String folder : Arrays.asList(args).subList(1, args.length)) {
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        files.filter(file -> file.toString().endsWith(".java")).sorted().forEach(sources::add);
      }
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    JavacTask task =
        (JavacTask)
            compiler.getTask(
                null,
                null,
                null,
                null,
                null,
                compiler.getStandardFileManager(null, null, null).getJavaFileObjectsFromPaths(sources));
    Sentences sentences = new Sentences(Set.of(args[0].split(",")), Trees.instance(task));
    task.parse().forEach(sentences::read);
  }

  private void read(CompilationUnitTree source) {
    unit = source;
    returned.clear();
    initialized.clear();
    new Values().scan(source, null);
    scan(source, null);
  }

  @Override
  public Void visitClass(ClassTree node, Void nothing) {
    boolean outer = ofException;
    ofException =
        names.contains(node.getSimpleName().toString())
            || node.getExtendsClause() != null && names.contains(lastName(node.getExtendsClause()));
    super.visitClass(node, nothing);
    ofException = outer;
    return null;
  }

  @Override
  public Void visitNewClass(NewClassTree node, Void nothing) {
    String name = lastName(node.getIdentifier());
    if (names.contains(name)) {
      say(name, node, node.getArguments());
    }
    return super.visitNewClass(node, nothing);
  }

  @Override
  public Void visitMethodInvocation(MethodInvocationTree node, Void nothing) {
    String name = lastName(node.getMethodSelect());
    if (names.contains(name) || ofException && name.equals("super")) {
      say(name, node, node.getArguments());
    }
    return super.visitMethodInvocation(node, nothing);
  }

  private void say(String name, Tree node, List<? extends ExpressionTree> arguments) {
    long line = unit.getLineMap().getLineNumber(trees.getSourcePositions().getStartPosition(unit, node));
    for (ExpressionTree argument : arguments) {
      // A command line, a cause and the like come with a sentence; only that one is text.
      List<String> texts = texts(argument);
      if (arguments.size() == 1 || texts.stream().anyMatch(text -> text.contains(" "))) {
        texts.forEach(
            text -> out.println(name + "\t" + unit.getSourceFile().getName() + ":" + line + "\t" + tidy(text)));
      }
    }
  }

  private static String tidy(String text) {
    return text.replaceAll("…(?:\\s*…)+", UNKNOWN).replace("\n", " ").strip();
  }

  /** What an expression may be. */
  private List<String> texts(ExpressionTree expression) {
    if (expression instanceof LiteralTree literal) {
      return List.of(String.valueOf(literal.getValue()));
    }
    if (expression instanceof ParenthesizedTree inner) {
      return texts(inner.getExpression());
    }
    if (expression instanceof BinaryTree sum && sum.getKind() == Tree.Kind.PLUS) {
      return joined(texts(sum.getLeftOperand()), texts(sum.getRightOperand()));
    }
    if (expression instanceof ConditionalExpressionTree choice) {
      return Stream.concat(
              texts(choice.getTrueExpression()).stream(), texts(choice.getFalseExpression()).stream())
          .toList();
    }
    if (expression instanceof IdentifierTree name) {
      return named(name.getName().toString(), initialized.get(name.getName().toString()));
    }
    return expression instanceof MethodInvocationTree call ? called(call) : List.of(UNKNOWN);
  }

  private List<String> called(MethodInvocationTree call) {
    if (call.getMethodSelect() instanceof MemberSelectTree member) {
      String method = member.getIdentifier().toString();
      if (method.equals("formatted")) {
        return texts(member.getExpression()).stream().map(Sentences::filled).toList();
      }
      if (method.equals("format")) {
        int format = call.getArguments().get(0).toString().startsWith("Locale") ? 1 : 0;
        return texts(call.getArguments().get(format)).stream().map(Sentences::filled).toList();
      }
      return List.of(UNKNOWN);
    }
    String method = call.getMethodSelect().toString();
    List<String> all = new ArrayList<>();
    for (ExpressionTree value : returned.getOrDefault(method, List.of())) {
      all.addAll(named(method, value));
    }
    return all.isEmpty() ? List.of(UNKNOWN) : all;
  }

  private List<String> named(String name, ExpressionTree value) {
    if (value == null || !underway.add(name)) {
      return List.of(UNKNOWN);
    }
    List<String> texts = texts(value);
    underway.remove(name);
    return texts;
  }

  private static List<String> joined(List<String> left, List<String> right) {
    return left.stream().flatMap(l -> right.stream().map(r -> l + r)).toList();
  }

  private static String filled(String format) {
    return format.replaceAll("%(?:\\d+\\$)?[-+ 0,#(]*\\d*(?:\\.\\d+)?[a-zA-Z]", UNKNOWN).replace("%%", "%");
  }

  private static String lastName(Tree type) {
    String name = type.toString();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** What the methods of a file return and its variables begin with. */
  private final class Values extends TreeScanner<Void, Void> {
    private String method;

    @Override
    public Void visitMethod(MethodTree node, Void nothing) {
      String outer = method;
      method = node.getName().toString();
      super.visitMethod(node, nothing);
      method = outer;
      return null;
    }

    @Override
    public Void visitReturn(ReturnTree node, Void nothing) {
      if (node.getExpression() != null) {
        returned.computeIfAbsent(method, any -> new ArrayList<>()).add(node.getExpression());
      }
      return super.visitReturn(node, nothing);
    }

    @Override
    public Void visitVariable(VariableTree node, Void nothing) {
      initialized.put(node.getName().toString(), node.getInitializer());
      return super.visitVariable(node, nothing);
    }

    @Override
    public Void visitAssignment(AssignmentTree node, Void nothing) {
      initialized.put(node.getVariable().toString(), null);
      return super.visitAssignment(node, nothing);
    }
  }
}
