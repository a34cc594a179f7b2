using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Qemu.State;
using NVirt.Testing;

namespace NVirt.Qemu.Tests.State;

/// <summary>No definition is lost, and none hides another.</summary>
public sealed class DefinitionStoreTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly StateFolder _folder;
    private readonly DefinitionStore _store;

    public DefinitionStoreTests()
    {
        _folder = new StateFolder(Path.Combine(_temp.Root, "host"));
        _store = new DefinitionStore(_folder);
    }

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void A_definition_that_changed_since_it_was_read_is_neither_forgotten_nor_replaced()
    {
        DomainDocument first = Document("a", "first");
        DomainDocument second = Document("a", "second");
        _store.Write(first);
        Assert.True(_store.TryReplace(second, first));
        Assert.False(_store.TryDelete(first));
        Assert.False(_store.TryReplace(first, first));
        Assert.False(_store.TryReplace(first, known: null));
        Assert.Equal(second.Text, _store.Read("a")!.Text);
        Assert.True(_store.TryDelete(second));
        Assert.Null(_store.Read("a"));
        Assert.False(_store.TryReplace(first, second));
        Assert.True(_store.TryReplace(first, known: null));
    }

    [Fact]
    public void A_file_that_appeared_since_and_cannot_be_read_is_not_replaced()
    {
        string file = Path.Combine(_folder.Definitions.Path, "a.xml");
        File.WriteAllText(file, "<domain");
        Assert.False(_store.TryReplace(Document("a", "first"), known: null));
        Assert.Equal("<domain", File.ReadAllText(file));
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("../a")]
    [InlineData("/a")]
    [InlineData("..")]
    [InlineData(".a")]
    [InlineData("a\nb")]
    public void A_name_that_can_not_be_a_files_is_refused_and_leads_nowhere(string name)
    {
        Assert.Throws<CpuException>(() => DefinitionStore.RequireName(Document("a", "x").WithName(name)));
        _folder.Create();
        File.WriteAllText(Path.Combine(_folder.Root, "a.xml"), Document("a", "x").Text);
        Assert.Null(_store.Read(name));
        Assert.Null(_store.Look(name).Problem);
    }

    [Theory]
    [InlineData("<domain")]
    [InlineData("<domain type='qemu'><name>odd</name></domain>")]
    [InlineData("<domain type='qemu'><uuid>aaaaaaaa-0000-4000-8000-0000000000ff</uuid></domain>")]
    [InlineData("<domain type='qemu'><name>other</name><uuid>aaaaaaaa-0000-4000-8000-0000000000ff</uuid></domain>")]
    [InlineData("")]
    public void What_is_no_definition_of_its_name_is_a_problem_of_that_name_only(string text)
    {
        _store.Write(Document("a", "x"));
        File.WriteAllText(_folder.Definitions.PathOf("odd.xml"), text);
        Assert.Contains("odd.xml", _store.Look("odd").Problem, StringComparison.Ordinal);
        Assert.Equal(["a"], _store.All().Select(d => d.Definition.Name));
        Assert.Equal(["a", "odd"], _store.Names());
    }

    [Fact]
    public void What_is_no_file_is_a_problem_of_that_name_only()
    {
        _store.Write(Document("a", "x"));
        _folder.Definitions.MakePipe("pipe.xml");
        File.CreateSymbolicLink(_folder.Definitions.PathOf("zero.xml"), "/dev/zero");
        Directory.CreateDirectory(_folder.Definitions.PathOf("folder.xml"));
        File.WriteAllBytes(_folder.Definitions.PathOf("bytes.xml"), [0xff, 0xfe]);
        using (FileStream file = File.Create(_folder.Definitions.PathOf("long.xml")))
        {
            file.SetLength(1L << 40);
        }

        Assert.Equal(["a"], _store.All().Select(d => d.Definition.Name));
        Assert.All(["pipe", "zero", "folder", "bytes", "long"], n => Assert.NotNull(_store.Look(n).Problem));
    }

    [Fact]
    public void A_definition_that_is_longer_than_may_be_read_is_refused_before_it_is_kept()
    {
        string text = Document("a", "x").Text;
        string long100 = string.Concat(Enumerable.Repeat($"<metadata>{new string('x', 200_000)}</metadata>", 100));
        DomainDocument document = DomainDocument.Parse(text.Replace("</domain>", long100 + "</domain>", StringComparison.Ordinal), "a.xml");
        Assert.Contains(
            "at most", Assert.Throws<CpuException>(() => DefinitionStore.RequireName(document)).Message, StringComparison.Ordinal);
    }

    private static DomainDocument Document(string name, string title) => DomainDocument.Parse(
        $"<domain type='qemu'><name>{name}</name><uuid>aaaaaaaa-0000-4000-8000-000000000001</uuid><title>{title}</title></domain>",
            "a.xml");
}
