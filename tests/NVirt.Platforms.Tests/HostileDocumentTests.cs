using System.Text;

namespace NVirt.Platforms.Tests;

/// <summary>
/// A document of each form, broken in many ways: it is read as what it says, or refused with one message that has file, line and column.
/// </summary>
public sealed class HostileDocumentTests
{
    private static readonly Dictionary<string, Func<byte[], byte[]>> Ways = new(StringComparer.Ordinal)
    {
        ["mark"] = static b => [.. "\uFEFF"u8, .. b],
        ["two marks"] = static b => [.. "\uFEFF\uFEFF"u8, .. b],
        ["lines of Windows"] = static b => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(b).ReplaceLineEndings("\r\n")),
        ["UTF-16"] = static b => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(b))],
        ["UTF-16 without a mark"] = static b => Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(b)),
        ["Latin-1"] = static b => [.. b, 0xe4, (byte)'\n'],
        ["a zero in the middle"] = static b => [.. b[..(b.Length / 2)], 0, .. b[(b.Length / 2)..]],
        ["a zero at the end"] = static b => [.. b, 0],
        ["the half of it"] = static b => b[..(b.Length / 2)],
        ["twice"] = static b => [.. b, (byte)'\n', .. b],
        ["a long line behind"] = static b => [.. b, .. Enumerable.Repeat((byte)'a', 4 * 1024 * 1024)],
        ["a long line before"] = static b => [.. Enumerable.Repeat((byte)' ', 4 * 1024 * 1024), .. b],
        ["a long line in the middle"] = static b => [.. b[..(b.Length / 2)], .. Long("a"), .. b[(b.Length / 2)..]],
        ["a long list in the middle"] = static b => [.. b[..(b.Length / 2)], .. Long("a,"), .. b[(b.Length / 2)..]],
        ["many words in the middle"] = static b => [.. b[..(b.Length / 2)], .. Long("a "), .. b[(b.Length / 2)..]],
        ["many lines behind"] = static b => [.. b, .. Enumerable.Repeat((byte)'\n', 4 * 1024 * 1024)],
        ["digits"] = static b => Encoding.UTF8.GetBytes(
            string.Concat(Encoding.UTF8.GetString(b).Select(c => char.IsAsciiDigit(c) ? "99999999999" : c.ToString()))),
        ["signs"] = static b => Encoding.UTF8.GetBytes(
            string.Concat(Encoding.UTF8.GetString(b).Select(c => char.IsAsciiDigit(c) ? "-" + c : c.ToString()))),
    };

    public static TheoryData<string, string> Pairs => new(
        from file in Directory.EnumerateFiles(Corpus).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)
        from way in Ways.Keys
        select (file, way));

    private static string Corpus => Path.Combine(Places.Root, "tests", "NVirt.Fuzz", "corpus", "platforms");

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_broken_document_is_read_or_refused_in_one_line(string file, string way)
    {
        byte[] content = File.ReadAllBytes(Path.Combine(Corpus, file));
        string? form = PlatformReader.FormOf(content, file);
        byte[] broken = Ways[way](content);
        try
        {
            Check(PlatformReader.Read(broken, file, form: form));
        }
        catch (CpuException e)
        {
            Assert.Matches($"^{System.Text.RegularExpressions.Regex.Escape(file)}(#[a-z_]+)?:[0-9]+:[0-9]+: ", e.Message);
            Assert.DoesNotContain('\n', e.Message);
            Assert.InRange(e.Message.Length, 1, 4096);
        }
    }

    [Theory]
    [InlineData("mark")]
    [InlineData("lines of Windows")]
    public void A_mark_and_other_ends_of_lines_change_nothing(string way)
    {
        foreach (string file in Directory.EnumerateFiles(Corpus))
        {
            byte[] content = File.ReadAllBytes(file);
            string? form = PlatformReader.FormOf(content, "x");
            if (form is not null)
            {
                Assert.Equal(Meaning(content, form), Meaning(Ways[way](content), form));
            }
        }
    }

    [Theory]
    [InlineData("kind: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n")]
    [InlineData("apiVersion: v1\nkind: Node\nmetadata:\n  name: &n x\n  labels: *n\n")]
    public void An_alias_is_refused(string yaml) =>
        Assert.Matches("^file:[0-9]+:[0-9]+: aliases", Reading.Refusal(yaml, "kubernetes"));

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{a: ", "}")]
    public void Depth_is_bounded(string open, string close) => Assert.Matches(
        "^file:[0-9]+:[0-9]+: it is nested too deeply",
        Reading.Refusal(
            $"kind: {string.Concat(Enumerable.Repeat(open, 5000))}{string.Concat(Enumerable.Repeat(close, 5000))}\n", "kubernetes"));

    [Fact]
    public void Depth_by_indentation_is_bounded() => Assert.Matches(
        "^file:[0-9]+:[0-9]+: it is nested too deeply",
        Reading.Refusal(
            string.Concat(Enumerable.Range(0, 1000).Select(i => $"{new string(' ', i)}a:\n")) + new string(' ', 1000) + "b: c\n",
            "kubernetes"));

    private static byte[] Long(string part) => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(part, 1024 * 1024)));

    private static string Meaning(byte[] content, string form)
    {
        try
        {
            return string.Join('\n', PlatformReader.Read(content, "x", form: form).Select(s =>
                $"{s.Model} {s.Class} {string.Join(' ', s.Bits.Yes)} / {string.Join(' ', s.Bits.No)} / {string.Join(' ', s.Foreign)}"));
        }
        catch (CpuException e)
        {
            return e.Message;
        }
    }

    private static void Check(IReadOnlyList<CpuStatement> statements)
    {
        Assert.NotEmpty(statements);
        foreach (CpuStatement statement in statements)
        {
            Assert.Empty(statement.Bits.Yes.Intersect(statement.Bits.No));
        }
    }
}
