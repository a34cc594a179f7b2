using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NVirt.Cpu;
using NVirt.Platforms.Trees;
using NVirt.Testing;
using NVirt.Xml;

namespace NVirt.Platforms.Tests.Trees;

/// <summary>The reader of simple YAML gives what the whole one gives, or gives up.</summary>
public sealed class BlockYamlTests
{
    private static readonly string[] Pieces =
    [
        "a", "b:", "c: d", "- ", "-", "- e", "- f: g", "  ", "    ", "\n", "\n", "\n", "\n  ", "\n    ", "\n- ", "\n  - ", "---\n",
        "...\n", "'x'", "\"y\"", "\"z\\n\"", "'it''s'", "{}", "[]", "[a]", "{b: c}", " # note", "# note\n", ": ", ":", "null", "true",
        "~", "|", ">", "&a", "*a", "!t", "? ", "%TAG", "\t", "\r\n", "k:{\"t\":\"R\"}: {}", "'q': 1", "\"r\":", "f:meta:", ".: {}",
        "-1", "1.5", "a b", "@", "`", "\u00e4", "\u2028",
    ];

    [Fact]
    public void What_it_reads_the_whole_reader_reads_in_the_same_way()
    {
        int read = 0;
        Gen<string> text = from count in Gen.Choose(1, 12) from pieces in Gen.Elements(Pieces).ListOf(count) select string.Concat(pieces);
        Prop.ForAll(Arb.From(text.ListOf(100)), texts =>
        {
            read += texts.Count(Check);
            return true;
        }).Holds();
        Assert.True(read > 100, $"only {read}");
    }

    [Theory]
    [InlineData("a: 1\nb:\n  c: [] \n  d: {}\ne:\n- x\n- y: 1\n  z: 2\n- - q\n")]
    [InlineData("a: 1\nb:\n  c: []\n  d: {}\ne:\n- x\n- y: 1\n  z: 2\n-\n  w: 'v'\n- \"u\"\n")]
    [InlineData("a:\n    b:\n        - c\n        - d: e\n\n# note\nf: g\n---\nh: i\n---\n")]
    [InlineData("a:\nb: \nc: ~\nd: null\ne: true\nf: 'true'\ng: \"\"\n")]
    [InlineData("a: b\n  c\n")]
    [InlineData("a: b\na: c\n")]
    [InlineData("a: b\n c: d\n")]
    [InlineData("- a\n- b: c\n  d:\n  - e\n")]
    [InlineData("a: b: c\n")]
    [InlineData("a: 'b' c\n")]
    [InlineData("a: b # c\n")]
    [InlineData("a: b\n---\n- c\n...\n")]
    [InlineData("a: -\nb: --- \n")]
    [InlineData("---\n---\na: b\n")]
    [InlineData("a: b\n--- \nc: d\n")]
    [InlineData("  a: b\n")]
    [InlineData("a : b\n")]
    [InlineData("a:b\n")]
    [InlineData("-a: b\n?c: d\n:e: f\n")]
    public void Each_of_these_is_read_in_the_same_way(string text) => Check(text);

    [Theory]
    [InlineData("apiVersion: v1\nkind: Node\nmetadata:\n  labels:\n    cpu-feature.node.kubevirt.io/sse4.1: \"true\"\n")]
    [InlineData("a:\n- b: c\n  d: e\n- f\nx: {}\n")]
    [InlineData("a: 'b'\n---\nc: d\n")]
    public void What_programs_write_it_reads_itself(string text) => Assert.True(Check(text));

    // Whether it was read.
    private static bool Check(string text)
    {
        if (BlockYaml.Read(text) is not { } mine)
        {
            return false;
        }

        try
        {
            IReadOnlyList<TreeNode> whole = YamlTree.ReadAny(text, new DocumentErrors("f", CpuException.Of));
            Assert.True(Of(whole) == Of(mine), $"{text}\n--- whole:\n{Of(whole)}\n--- mine:\n{Of(mine)}");
        }
        catch (CpuException e)
        {
            Assert.Fail($"{text}\n--- whole: {e.Message}\n--- mine:\n{Of(mine)}");
        }

        return true;
    }

    private static string Of(IReadOnlyList<TreeNode> documents)
    {
        StringBuilder all = new();
        foreach (TreeNode document in documents)
        {
            Add(all, document, 0);
        }

        return all.ToString();
    }

    private static void Add(StringBuilder all, TreeNode node, int depth)
    {
        // Where nothing stands, nothing is refused.
        string at = node.Kind == TreeKind.Nothing ? string.Empty : $"@{node.At.Line}:{node.At.Column}";
        all.Append(' ', depth).Append(node.Kind).Append(at).Append(' ').Append(node.Text).Append('\n');
        foreach ((string key, TreeNode value) in node.Members)
        {
            all.Append(' ', depth).Append(key).Append("=\n");
            Add(all, value, depth + 1);
        }

        foreach (TreeNode item in node.Items)
        {
            Add(all, item, depth + 1);
        }
    }
}
