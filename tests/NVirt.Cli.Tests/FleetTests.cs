using NVirt.Testing;

namespace NVirt.Cli.Tests;

/// <summary>The commands about fleets, on the sample fleet.</summary>
public sealed class FleetTests
{
    private const string Fleet = "samples/fleet";

    [Fact]
    public void Answers() => Golden.Check(
        Tool.Transcript(
            $"fleet hosts {Fleet}",
            $"fleet hosts {Fleet} --max-age 1m --strict-age --exclude-host kube2",
            $"fleet import {Fleet}",
            $"fleet guests {Fleet}",
            $"fleet matrix {Fleet}",
            $"fleet matrix {Fleet} --by host --features-only",
            $"fleet matrix {Fleet} --by guest --stuck",
            $"fleet baseline {Fleet} --pool intel",
            $"fleet baseline {Fleet}",
            $"fleet baseline {Fleet} --pool nowhere",
            $"fleet pools {Fleet} --max 3",
            $"fleet pools {Fleet} --loss 1%",
            $"fleet pools {Fleet} --max 1",
            $"fleet pools {Fleet} --max 3 --keep avx512f",
            $"fleet pools {Fleet}",
            $"fleet recommend {Fleet} --pool intel --to proxmox",
            $"fleet recommend {Fleet} --pool intel --to opennebula",
            $"fleet what-if {Fleet} retire kube2 lose pve2 ssbd --max 3",
            $"fleet what-if {Fleet} add docs/examples/old-host.xml x2",
            $"fleet recommend {Fleet} --pool intel --to evc",
            $"fleet what-if {Fleet} retire kube1 --plan",
            $"fleet what-if {Fleet} retire virt1",
            $"fleet what-if {Fleet} sell pve1",
            "fleet drift samples/fleet/pve2.xml samples/fleet/pve1.xml",
            "fleet drift samples/fleet/pve2.xml samples/fleet/pve1.xml --same",
            $"fleet drift samples/fleet/pve2.xml samples/fleet/pve1.xml --same --guests {Fleet}",
            $"fleet drift samples/fleet/pve2.xml samples/fleet/pve1.xml --same --guests {Fleet} --name nowhere",
            $"fleet plan {Fleet}",
            $"fleet plan {Fleet} --drain pve1 --to proxmox",
            $"fleet audit {Fleet}",
            "fleet matrix docs/examples/nothing.xml"),
        "fleet");

    [Fact]
    public void Other_forms() => Golden.Check(
        Tool.Transcript(
            $"fleet matrix {Fleet} -o json", $"fleet pools {Fleet} --max 3 -o csv", $"fleet matrix {Fleet} -o html",
            $"fleet plan {Fleet} -o csv"),
        "fleet-forms");

    [Theory]
    [InlineData("hosts")]
    [InlineData("import")]
    [InlineData("guests")]
    [InlineData("matrix")]
    [InlineData("matrix --by guest")]
    [InlineData("matrix --by host")]
    [InlineData("baseline --pool intel")]
    [InlineData("pools --max 3")]
    [InlineData("recommend --pool intel --to nova")]
    [InlineData("plan")]
    [InlineData("audit")]
    public void Every_answer_has_every_form(string command)
    {
        string[] words = Tool.Split($"fleet {command}");
        foreach (string form in (string[])["json", "csv", "html", "table"])
        {
            var (_, output, error) = Tool.Run([.. words, Fleet, "-o", form]);
            Assert.Empty(error);
            Assert.NotEmpty(output);
        }
    }

    [Fact]
    public void Answers_have_exit_codes()
    {
        using TempFolder folder = new();
        Assert.Equal(ExitCode.No, Tool.Run("fleet", "matrix", Fleet).Code);
        Assert.Equal(ExitCode.NotJudged, Tool.Run("fleet", "matrix", folder.Root).Code);
        folder.Write("gone.xml", "<cpu><model>");
        folder.Write("there.xml", "<cpu><arch>x86_64</arch><model>Haswell</model></cpu>");
        folder.Write("guest.conf", "cpu: kvm64\ncores: 1\n");
        Assert.Equal(ExitCode.Undecided, Tool.Run("fleet", "matrix", folder.Root, "--features-only").Code);
        Assert.Equal(
            ExitCode.Done, Tool.Run("fleet", "matrix", folder.Root, "--features-only", "--exclude-host", "gone").Code);
    }

    [Fact]
    public void What_is_frozen_is_verified_and_what_is_changed_is_an_error()
    {
        using TempFolder folder = new();
        string first = Path.Combine(folder.Root, "intel-1.json");
        string second = Path.Combine(folder.Root, "intel-2.json");
        string key = folder.Write("key.txt", Key());
        Assert.Equal(ExitCode.Done, Freeze(first).Code);
        Assert.Equal(ExitCode.NotJudged, Freeze(first).Code);
        Assert.Equal(ExitCode.Done, Freeze(second, "--previous", first, "--sign", key, "--to", "qemu").Code);
        Assert.Equal(ExitCode.Done, Tool.Run("fleet", "verify", folder.Root, "-o", "json").Code);
        Assert.Equal(ExitCode.Done, Tool.Run("fleet", "verify", second, "--key", key).Code);
        Assert.Equal(ExitCode.NotJudged, Tool.Run("fleet", "verify", first, "--key", key).Code);
        Assert.Equal(ExitCode.NotJudged, Tool.Run("fleet", "verify", first, "--digest", new string('0', 64)).Code);
        Assert.Equal(ExitCode.No, Tool.Run("fleet", "drift", Fleet, "--baseline", first, "-o", "json").Code);

        // What guests rely on is asked of a host's two files only.
        Assert.Equal(ExitCode.NotJudged, Tool.Run("fleet", "drift", Fleet, "--baseline", first, "--guests", Fleet).Code);
        Assert.Equal(
            ExitCode.No, Tool.Run("fleet", "plan", Fleet, "--baseline", second, "-o", "json").Code);

        File.WriteAllText(first, File.ReadAllText(first).Replace("\"avx2\",", string.Empty, StringComparison.Ordinal));
        Assert.Equal(ExitCode.NotJudged, Tool.Run("fleet", "verify", folder.Root).Code);

        (int Code, string Output, string Error) Freeze(string file, params string[] more) => Tool.Run(
            ["fleet", "freeze", Fleet, "--pool", "intel", "--name", "intel", "--out", file, "-o", "json", .. more]);
    }

    [Fact]
    public void What_is_imported_is_read_again()
    {
        using TempFolder folder = new();
        string list = Path.Combine(folder.Root, "list.json");
        Tool.Run("fleet", "import", Fleet, "--out", list);

        Assert.Equal(Tool.Run("fleet", "matrix", Fleet).Output, Tool.Run("fleet", "matrix", list).Output);
        Assert.Equal(Tool.Run("fleet", "plan", Fleet).Output, Tool.Run("fleet", "plan", list).Output);
    }

    [Fact]
    public void Names_from_documents_are_only_text()
    {
        using TempFolder folder = new();
        folder.Write("x.xml", "<cpu><arch>x86_64</arch><model>Haswell</model></cpu>");
        string list = folder.Write(
            "list.yaml", "version: 1\nhosts:\n  \"<script>alert(1)</script>\": x.xml\n  \"=1+1\": x.xml\n  \"a\\nb\": x.xml\n");
        string page = Tool.Run("fleet", "hosts", list, "-o", "html").Output;
        string csv = Tool.Run("fleet", "hosts", list, "-o", "csv").Output;

        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
        Assert.Contains("'=1+1", csv, StringComparison.Ordinal);
        Assert.Contains("\"a\nb\"", csv, StringComparison.Ordinal);
    }

    private static string Key()
    {
        using System.Security.Cryptography.ECDsa key =
            System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }
}
