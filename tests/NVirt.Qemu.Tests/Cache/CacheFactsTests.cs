using NVirt.Cpu.Probe.Linux;
using NVirt.Qemu.Cache;
using NVirt.Qemu.State;
using NVirt.Testing;

namespace NVirt.Qemu.Tests.Cache;

public sealed class CacheFactsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Nothing_changes_by_itself()
    {
        CacheFacts facts = Facts();
        Assert.Equal(facts.Describe(Binary()), facts.Describe(Binary()));
        Assert.DoesNotContain('\n', facts.Describe(Binary()));
    }

    [Fact]
    public void Another_binary_of_the_same_name_is_another_even_with_the_same_time_of_modification()
    {
        string before = Facts().Describe(Binary());
        DateTime modified = File.GetLastWriteTimeUtc(Binary());
        File.WriteAllText(Binary(), "newer");
        File.SetLastWriteTimeUtc(Binary(), modified);
        Assert.NotEqual(before, Facts().Describe(Binary()));
    }

    [Theory]
    [InlineData("modules/new.so")]
    [InlineData("cpuinfo")]
    [InlineData("kernel")]
    [InlineData("nested")]
    public void What_the_answers_depend_on_counts(string file)
    {
        string before = Facts().Describe(Binary());
        _folder.Write(file, "microcode : 0x2\n");
        Assert.NotEqual(before, Facts().Describe(Binary()));
    }

    [Fact]
    public void Whether_kvm_can_be_used_counts()
    {
        string before = Facts().Describe(Binary());
        _folder.Write("kvm", "not really");
        Assert.NotEqual(before, Facts().Describe(Binary()));
    }

    private string Binary()
    {
        string binary = Path.Combine(_folder.Root, "qemu");
        return File.Exists(binary) ? binary : _folder.Write("qemu", "older");
    }

    private CacheFacts Facts()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Root, "modules"));
        return Of(_folder);
    }

    internal static CacheFacts Of(TempFolder folder) => new()
    {
        ModuleFolders = [Path.Combine(folder.Root, "modules")],
        CpuInfo = Path.Combine(folder.Root, "cpuinfo"),
        Kernel = [Path.Combine(folder.Root, "kernel")],
        Kvm = Path.Combine(folder.Root, "kvm"),
        Nesting = [Path.Combine(folder.Root, "nested")],
    };
}
