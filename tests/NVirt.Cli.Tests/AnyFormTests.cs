using NVirt.Testing;

namespace NVirt.Cli.Tests;

/// <summary>Every argument for a host or a guest takes any platform's form, and a baseline goes to any platform.</summary>
public sealed class AnyFormTests
{
    private const string Old = "docs/examples/old-host.xml";
    private const string New = "docs/examples/new-host.xml";
    private const string Dump = "docs/examples/dump.txt";
    private const string Web = "docs/examples/web.xml";
    private const string Wish = "docs/examples/wants-aes.xml";
    private const string OneHost = "docs/examples/one-host";
    private const string Forms = "docs/examples/platforms";

    public static TheoryData<string> Examples =>
        [.. Directory.EnumerateFiles(Path.Combine(Places.Root, Forms)).Select(Path.GetFileName).OfType<string>().Order()];

    [Fact]
    public void A_host_or_a_guest_in_any_form() => Golden.Check(
        Tool.Transcript(
            $"cpu compare {Forms}/vm.conf --host docs/examples/amd-host.xml",
            $"cpu compare {Forms}/args.sh --host {Old}",
            $"cpu compare {Forms}/nova.conf --host {Dump}",
            $"cpu compare {Forms}/nova.conf --host {Forms}/metrics.txt",
            $"cpu compare {Forms}/nova.conf --host {Forms}/lscpu.txt",
            $"cpu explain {Forms}/nova.conf --host {Forms}/lscpu.txt -o json",
            $"cpu has-feature aes --host {Forms}/vsphere.json",
            $"cpu has-feature avx2 --host {Forms}/vsphere.json",
            $"cpu has-feature avx512f --host {Forms}/vsphere.json",
            $"cpu has-feature ssbd --host {Forms}/caps.json",
            $"cpu host --source {Forms}/lscpu.txt",
            $"cpu host --source {Forms}/xl-info.txt",
            $"cpu baseline {Forms}/lscpu.txt {Dump}",
            $"cpu baseline {Forms}/metrics.txt {Dump}"),
        "any-form");

    [Fact]
    public void A_baseline_for_any_platform() => Golden.Check(
        Tool.Transcript(
            $"cpu baseline {Old} {New} --to proxmox --model pool-a",
            $"cpu baseline {Old} {New} --to qemu -o json",
            $"cpu baseline {Old} {New} --to xen",
            $"cpu baseline {Old} {New} --to vmware",
            $"cpu baseline {Old} {New} --guest --migratable --to nova",
            $"cpu baseline {Old} {Forms}/lscpu.txt --to nova",
            $"cpu baseline {Old} {New} --to hyper-v",
            $"cpu baseline {Old} {New} --to virtualbox",
            $"cpu baseline {Old} {New} --model pool-a",
            $"cpu baseline {Old} {New} --out file",
            $"cpu baseline {Old} {New} --to qemu -o xml"),
        "baseline-to");

    [Fact]
    public void Several_documents_of_one_host() => Golden.Check(
        Tool.Transcript(
            $"cpu compare docs/examples/tiny.xml --host {OneHost}",
            $"cpu compare {Wish} --host {OneHost}",
            $"cpu compare {Wish} --host {OneHost}/capabilities.xml --host {OneHost}/qmp.json -o json",
            $"cpu explain {Wish} --host {OneHost}",
            $"cpu has-feature aes --host {OneHost}",
            $"cpu has-feature x2apic --host {OneHost}",
            $"cpu compare {Web} --host {Old} --host {New}",
            $"cpu compare {Web} --host {Old} --host {Forms}/vm.conf",
            $"cpu compare {Web} --host {Forms}"),
        "one-host");

    [Fact]
    public void A_guest_that_has_its_hosts_CPU_is_no_host() => Golden.Check(
        Tool.Transcript(
            $"cpu compare {Web} --host {Forms}/guest.cfg",
            $"cpu has-feature aes --host {Forms}/guest.vmx",
            $"cpu explain {Web} --host {Forms}/cpus.txt",
            $"audit {Web} --host {Forms}/template.json"),
        "guest-as-host");

    [Fact]
    public void A_form_that_is_named() => Golden.Check(
        Tool.Transcript(
            $"cpu compare {Forms}/nova.conf --from nova --host {New}",
            $"cpu compare {Forms}/nova.conf --from nova-conf --host {New}",
            $"cpu compare {Forms}/nova.conf --from proxmox --host {New}",
            $"cpu explain {Forms}/nova.conf --from nowa --host {New}",
            $"convert {Forms}/lscpu.txt --from linux --to level",
            $"cpu baseline {Old} {New} --from libvirt --to level",
            $"audit {Forms}/vm.conf --from proxmox-vm --host docs/examples/amd-host.xml"),
        "from");

    [Fact]
    public void A_fix_in_the_words_of_each_platform() => Golden.Check(
        Tool.Transcript(
            $"audit {Web} --host {New} --to qemu",
            $"audit {Web} --host {New} --to proxmox",
            $"audit {Web} --host {New} --to kubevirt -o json",
            $"audit {Web} --host {New} --to opennebula",
            $"audit {Forms}/vm.conf --host docs/examples/amd-host.xml"),
        "audit-platforms");

    [Fact]
    public void A_conversion_of_dumps_and_of_folders() => Golden.Check(
        Tool.Transcript(
            $"convert {Dump} --to level",
            $"convert {Dump} {Old} --to nova",
            $"convert {Forms} --to qemu",
            "convert docs/examples/mistakes --to qemu",
            "convert schemas --to qemu"),
        "convert-folders");

    [Fact]
    public void A_hidden_file_of_a_folder_is_left_out_and_told()
    {
        using TempFolder folder = new();
        File.Copy(Path.Combine(Places.Root, Old), Path.Combine(folder.Root, "host.xml"));
        File.WriteAllText(Path.Combine(folder.Root, ".host.xml.swp"), "x");
        var (code, _, error) = Tool.Run("convert", folder.Root, "--to", "level");

        Assert.Equal(ExitCode.Done, code);
        Assert.Contains(".host.xml.swp is left out, because its name begins with a point", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cpu has-feature auto-ibrs --host {0}", ExitCode.No)]
    [InlineData("cpu compare {1} --host {0}", ExitCode.No)]
    [InlineData("cpu compare {1} --host {0} --axes", ExitCode.No)]
    [InlineData("cpu explain {1} --host {0}", ExitCode.No)]
    public void What_the_libvirt_of_a_host_did_not_know_is_undecided_and_not_no(string question, int withoutVersion)
    {
        using TempFolder folder = new();
        string guest = Path.Combine(folder.Root, "guest.xml");
        File.WriteAllText(guest, "<cpu match='exact'><model>Nehalem</model><feature policy='require' name='bhi-ctrl'/></cpu>");
        string[] arguments = [.. question.Split(' ').Select(w => w.Replace("{0}", Old, StringComparison.Ordinal)
            .Replace("{1}", guest, StringComparison.Ordinal))];

        Assert.Equal(withoutVersion, Tool.Run(arguments).Code);
        Assert.Equal(ExitCode.Undecided, Tool.Run([.. arguments, "--libvirt", "9.0.0"]).Code);
    }

    [Fact]
    public void A_baseline_says_what_a_host_may_have_that_its_libvirt_did_not_know()
    {
        Assert.DoesNotContain("not in the baseline", Tool.Run("cpu", "baseline", Old, New).Error, StringComparison.Ordinal);
        var (code, _, error) = Tool.Run("cpu", "baseline", Old, New, "--libvirt", "9.0.0");
        Assert.Equal(ExitCode.Done, code);
        Assert.Contains("not in the baseline", error, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Each_example_is_a_host_or_a_guest(string file)
    {
        var (_, kind, _) = Tool.Run("convert", $"{Forms}/{file}", "--to", "libvirt");
        bool isGuest = file is "bhyve.conf" or "cpus.txt" or "flavor.json"
            || (kind.Contains("<cpu", StringComparison.Ordinal) && !file.EndsWith(".txt", StringComparison.Ordinal));
        string[] arguments = isGuest
            ? ["cpu", "compare", $"{Forms}/{file}", "--host", New]
            : ["cpu", "compare", Web, "--host", $"{Forms}/{file}"];
        var (code, output, error) = Tool.Run(arguments);
        Assert.True(code is ExitCode.Done or ExitCode.No or ExitCode.Undecided, $"{code} {error}");
        Assert.NotEmpty(output);
    }

    [Fact]
    public void A_flag_that_a_weak_source_loses_never_turns_no_or_undecided_into_yes()
    {
        string text = File.ReadAllText(Path.Combine(Places.Root, Forms, "lscpu.txt"));
        DirectoryInfo folder = Directory.CreateTempSubdirectory();
        try
        {
            Assert.All(
                text[text.IndexOf("Flags:", StringComparison.Ordinal)..].Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Skip(1),
                flag => Assert.NotEqual(ExitCode.Done, Compare(text.Replace($" {flag} ", " ", StringComparison.Ordinal))));
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        int Compare(string host)
        {
            string file = Path.Combine(folder.FullName, "host.txt");
            File.WriteAllText(file, host);
            return Tool.Run("cpu", "compare", $"{Forms}/nova.conf", "--host", file).Code;
        }
    }
}
