using NVirt.Cli;
using NVirt.Cpu;
using NVirt.Testing;

namespace NVirt.Localization.Tests;

/// <summary>Source code contains no messages, which could not be translated there.</summary>
public sealed class LiteralTests
{
    private static readonly string Source = Path.Combine(Places.Root, "src");

    private static readonly (string Path, Prose Prose)[] Found =
    [
        .. from file in Directory.EnumerateFiles(Source, "*.cs", SearchOption.AllDirectories)
           let path = Path.GetRelativePath(Source, file).Replace('\\', '/')
           where !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal)
           from prose in Prose.In(File.ReadAllText(file))
           select (path, prose),
    ];

    [Fact]
    public void Messages_are_resources()
    {
        IEnumerable<string> messages = Found.Where(t => !Array.Exists(Allowed.All, a => a.Covers(t.Path, t.Prose)))
            .Select(t => $"src/{t.Path}:{t.Prose.Line}: \"{t.Prose.Value}\"");
        Report.None("are messages outside of Messages.resx, or something else that Allowed.cs has to name", messages);
    }

    [Fact]
    public void Nothing_is_allowed_that_is_gone() => Report.None(
        "no longer occur; take them out of Allowed.cs",
        Allowed.All.Where(a => !Found.Any(t => a.Covers(t.Path, t.Prose))).Select(a => a.ToString()));

    [Theory]
    [InlineData("throw new CpuException(\"there is no model\");")]
    [InlineData("throw new CliException(\"failed\");")]
    [InlineData("throw new CliException($\"{name} failed\");")]
    [InlineData("throw new CliException(name + \" failed\");")]
    [InlineData("throw new CliException(\"failed: \" + name);")]
    [InlineData("session.Error.WriteLine(\"failed\");")]
    [InlineData("session.Note(\"done\");")]
    [InlineData("Console.WriteLine(\"all is well\");")]
    [InlineData("Console.WriteLine($\"the <cpu> of {name}\");")]
    [InlineData("string text = \"\"\"\n  no model fits\n  \"\"\";")]
    [InlineData("option = new Option<string>(\"--host\") { Description = \"Host.\" };")]
    [InlineData("new Command(\"host\", \"Shows the host.\");")]
    public void Messages_in_source_code_are_found(string code) => Assert.Single(Prose.In(code));

    [Theory]
    [InlineData("Console.Write(\"yes\");")]
    [InlineData("throw new CliException(Text.Of(Messages.Error_Format, word, \", \"));")]
    [InlineData("throw new CliException(Messages.Error_Format + \": \" + name);")]
    [InlineData("output.Write($\"  <cpu mode='custom' match='{match}'>\\n\");")]
    [InlineData("output.Write($$\"\"\"{\"execute\": {{name}}}\"\"\");")]
    [InlineData("[Obsolete(\"use the other\")] class C;")]
    [InlineData("int a; // \"some words\"")]
    [InlineData("option = new Option<string>(\"--host\") { Description = Messages.Option_Host };")]
    public void Names_and_documents_are_no_messages(string code) => Assert.Empty(Prose.In(code));
}
