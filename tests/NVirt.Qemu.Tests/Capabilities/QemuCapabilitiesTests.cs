using NVirt.Cpu;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.Replies;
using NVirt.Testing;
using static NVirt.Qemu.Tests.Recordings;

namespace NVirt.Qemu.Tests.Capabilities;

public sealed class QemuCapabilitiesTests
{
    [Fact]
    public async Task A_stream_and_a_file_are_read_as_their_text()
    {
        string json = Text(First("tcg", "x86_64"));
        using TempFolder folder = new();
        string file = folder.Write("r.json", json);
        using MemoryStream stream = new(System.Text.Encoding.UTF8.GetBytes(json));
        Assert.Equal(CpuArchitecture.X86_64, QemuCapabilities.Read(stream).Arch);
        Assert.Equal(
            CpuArchitecture.X86_64, (await QemuCapabilities.ReadFileAsync(file, cancellation: TestContext.Current.CancellationToken)).Arch);
    }

    [Fact]
    public void Version_package_and_target_are_those_of_the_first_session()
    {
        QemuCapabilities qemu = Read(Session("tcg"), First("kvm", "x86_64"));
        Assert.Equal((new Version(7, 2, 0), "v7", CpuArchitecture.X86_64), (qemu.Version, qemu.Package, qemu.Arch));
        Assert.Equal([QemuAccelerator.Kvm, QemuAccelerator.Tcg], qemu.Slots.Select(s => s.Accelerator));
        Assert.Null(qemu.Slot(QemuAccelerator.Hvf));
    }

    [Theory]
    [InlineData("i386", CpuArchitecture.I686)]
    [InlineData("arm", CpuArchitecture.Armv7l)]
    [InlineData("hppa", CpuArchitecture.Parisc)]
    [InlineData("s390x", CpuArchitecture.S390x)]
    public void Targets_have_qemus_names(string target, CpuArchitecture arch) => Assert.Equal(arch, Read(First("tcg", target)).Arch);

    [Fact]
    public void Models_have_types_blockers_by_the_maps_names_and_may_be_deprecated()
    {
        QemuSlot slot = Read(First("tcg", "x86_64", Returns("query-cpu-definitions", """
            [{"name": "a", "typename": "a-cpu", "unavailable-features": ["lahf-lm", "aes"], "deprecated": true},
             {"name": "b", "typename": "", "unavailable-features": []}, {"name": "c"}]
            """))).Slots[0];
        QemuCpuModel a = slot.FindModel("a")!;
        Assert.Equal(["lahf_lm", "aes"], Assert.NotNull(a.Blockers));
        Assert.Equal(("a-cpu", true, false), (a.TypeName, a.IsDeprecated, a.IsUsable));
        Assert.Equal(
            (null, false, true), (slot.FindModel("b")!.TypeName, slot.FindModel("b")!.IsDeprecated, slot.FindModel("b")!.IsUsable));
        Assert.Null(slot.FindModel("c")!.IsUsable);
        Assert.Equal(["a", "b", "c"], slot.ModelList!.Select(m => m.Name).Order());
    }

    [Fact]
    public void Names_of_features_are_translated_on_x86_only()
    {
        QemuSlot slot = Read(
            First("tcg", "s390x", Returns("query-cpu-definitions", """[{"name": "a", "unavailable-features": ["lahf-lm"]}]"""))).Slots[0];
        Assert.Equal(["lahf-lm"], Assert.NotNull(slot.FindModel("a")!.Blockers));
    }

    [Fact]
    public void Machines_are_found_by_name_and_alias_and_none_is_dropped()
    {
        QemuSlot slot = Read(First("tcg", "x86_64", Returns("query-machines", """
            [{"name": "none", "cpu-max": 1},
             {"name": "pc-q35-7.2", "alias": "q35", "cpu-max": 288, "default-cpu-type": "qemu64-x86_64-cpu", "hotpluggable-cpus": true},
             {"name": "pc-i440fx-7.2", "alias": "pc", "cpu-max": 255, "is-default": true, "deprecated": true}]
            """))).Slots[0];
        Assert.Equal(
            new QemuMachine(
                "pc-q35-7.2")
            { Alias = "q35", MaxCpus = 288, DefaultCpuType = "qemu64-x86_64-cpu", HasHotpluggableCpus = true },
            slot.FindMachine("q35"));
        Assert.True(slot.FindMachine("pc-i440fx-7.2") is { IsDefault: true, IsDeprecated: true });
        Assert.Null(slot.FindMachine("none"));
        Assert.Equal("pc-i440fx-7.2", slot.PreferredMachine(CpuArchitecture.X86_64)!.Name);
    }

    [Fact]
    public void Without_the_usual_machine_qemus_default_is_preferred()
    {
        QemuSlot slot =
            Read(First("tcg", "sparc", Returns("query-machines", """[{"name": "SS-4"}, {"name": "SS-5", "is-default": true}]"""))).Slots[0];
        Assert.Equal("SS-5", slot.PreferredMachine(CpuArchitecture.Sparc)!.Name);
    }

    [Fact]
    public void Max_in_any_slot_means_mode_maximum()
    {
        string models = Returns("query-cpu-definitions", """[{"name": "max"}]""");
        Assert.True(Read(First("kvm", "x86_64"), Session("tcg", models)).HasMaximumCpu);
        Assert.False(Read(First("kvm", "x86_64")).HasMaximumCpu);
    }

    [Theory]
    [InlineData("x86_64", true, true, false, false)]
    [InlineData("aarch64", false, false, true, false)]
    [InlineData("s390x", false, false, false, false)]
    public void Without_lists_of_properties_the_architecture_tells(
        string arch, bool migratable, bool unavailable, bool adjvtime, bool deprecated)
    {
        QemuCapabilities qemu = Read(First("kvm", arch));
        Assert.Equal(
            (migratable, unavailable, adjvtime, deprecated),
            (qemu.HasMigratableProperty, qemu.HasUnavailableFeatures, qemu.HasKvmNoAdjvtime, qemu.HasDeprecatedProperties));
    }

    [Fact]
    public void Lists_of_properties_tell_more_than_the_architecture()
    {
        QemuCapabilities qemu = Read(
            First("kvm", "x86_64", Returns("qom-list-properties", """[{"name": "migratable"}]""", """{"typename": "max-x86_64-cpu"}""")));
        Assert.Equal((true, false), (qemu.HasMigratableProperty, qemu.HasUnavailableFeatures));
        qemu = Read(First("kvm", "x86_64", Refuses("qom-list-properties", "DeviceNotFound", """{"typename": "max-x86_64-cpu"}""")));
        Assert.Equal((false, false), (qemu.HasMigratableProperty, qemu.HasUnavailableFeatures));
    }

    [Fact]
    public void A_plain_full_expansion_on_s390x_means_deprecated_properties() =>
        Assert.True(Read(First("kvm", "s390x", Expands(FullHost, "{}"))).HasDeprecatedProperties);

    [Fact]
    public void The_schema_tells_what_smp_takes()
    {
        const string schema = """
            [{"name": "query-hotpluggable-cpus", "meta-type": "command", "ret-type": "[1]"}, {"name": "[1]", "meta-type": "array", "element-type": "1"},
             {"name": "1", "meta-type": "object", "members": [{"name": "props", "type": "2"}]},
             {"name": "2", "meta-type": "object", "members": [{"name": "die-id", "type": "int"}]}]
            """;
        QemuCapabilities qemu = Read(First("kvm", "x86_64", Returns("query-qmp-schema", schema)));
        Assert.Equal((true, false), (qemu.HasDies, qemu.HasClusters));
    }

    [Theory]
    [InlineData("deprecated-props", true)]
    [InlineData("props", false)]
    public void The_schema_tells_whether_expansions_report_what_is_deprecated(string member, bool isReported)
    {
        string schema = $$"""
            [{"name": "query-cpu-model-expansion", "meta-type": "command", "ret-type": "1"},
             {"name": "1", "meta-type": "object", "members": [{"name": "{{member}}", "type": "2"}]}, {"name": "2", "meta-type": "array"}]
            """;
        Assert.Equal(isReported, Read(First("kvm", "x86_64", Returns("query-qmp-schema", schema))).HasDeprecatedProperties);
    }

    [Theory]
    [InlineData(7, 0, false)]
    [InlineData(7, 1, true)]
    public void Without_a_schema_the_version_tells_what_smp_takes(int major, int minor, bool hasClusters)
    {
        QemuCapabilities qemu = Read(Session("tcg", Version(major, minor), Target()));
        Assert.Equal((true, hasClusters), (qemu.HasDies, qemu.HasClusters));
    }

    [Theory]
    [InlineData(6, 1)]
    [InlineData(5, 9)]
    public void An_old_qemu_is_not_supported(int major, int minor) => Refused(
        CpuErrorKind.Unsupported, $"r.json:3:63: QEMU {major}.{minor}.0 is too old; 6.2.0 or later is needed",
            Text(Session("tcg", Version(major, minor), Target())));

    [Fact]
    public void An_unknown_target_is_an_error() => Refused(
        CpuErrorKind.Internal, "r.json:4:62: QEMU emulates \"vax\", which is not a known architecture", Text(First("tcg", "vax")));

    [Theory]
    [InlineData("GenericError", null)]
    [InlineData("CommandNotFound", "r.json:5:60: query-cpu-definitions: QEMU refuses: no (CommandNotFound)")]
    public void Only_a_generic_error_means_that_there_is_no_list_of_models(string errorClass, string? message)
    {
        string text = Text(First("tcg", "x86_64", Refuses("query-cpu-definitions", errorClass)));
        if (message is null)
        {
            Assert.Null(QemuCapabilities.Parse(text).Slots[0].Models);
        }
        else
        {
            Refused(CpuErrorKind.Internal, message, text);
        }
    }

    [Theory]
    [InlineData("query-cpu-definitions", "[{}]", "query-cpu-definitions: a definition has no name")]
    [InlineData("query-machines", "[{}]", "query-machines: a machine has no name")]
    [InlineData("query-cpu-model-expansion", """{"model": {"props": {}}}""", "query-cpu-model-expansion: the expanded model has no name")]
    [InlineData("query-cpu-model-expansion", """{"model": {"name": "x"}}""",
        "query-cpu-model-expansion: the expanded model has no properties (\"props\")")]
    public void Replies_without_what_matters_are_an_error(string command, string value, string message)
    {
        CpuException e = Assert.Throws<CpuException>(() => Read(First("tcg", "x86_64", Returns(command, value, Recordings.Host))));
        Assert.Equal(CpuErrorKind.Internal, e.Kind);
        Assert.Matches("^r\\.json:5:\\d+: ", e.Message);
        Assert.EndsWith(message, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "{}", "r.json:1:1: expected a recording of a QEMU: lists of commands and replies named \"kvm\", \"hvf\" or \"tcg\"; \"nvirt qemu "
            + "record\" makes one")]
    [InlineData("\n {\"tcg\": []}", "r.json:2:2: the recording does not say what QEMU answered to query-version")]
    [InlineData("{\n\"tcg\": }", "r.json:2:8: '}' is an invalid start of a value.")]
    public void Anything_but_a_recording_is_refused(string text, string message) => Refused(CpuErrorKind.Xml, message, text);

    [Fact]
    public void Half_a_character_is_refused() => Refused(
        CpuErrorKind.Xml,
        "r.json: a string holds half a character (one surrogate without the other)",
        Text(First("tcg", "x86_64", Returns("query-machines", """[{"name": "\ud800"}]"""))));

    [Fact]
    public void Every_shared_recording_is_read()
    {
        string[] files = Directory.GetFiles(Places.Shared("conformance", "data", "qmp"), "*.json");
        Assert.NotEmpty(files);
        foreach (string file in files)
        {
            QemuCapabilities qemu = ReadWhole(File.ReadAllText(file), file);
            Assert.Contains(qemu.Arch.ToName(), Path.GetFileName(file), StringComparison.Ordinal);
            Assert.All(qemu.Slots, s => Assert.NotEmpty(s.Machines));
        }
    }

    private static void Refused(CpuErrorKind kind, string message, string text)
    {
        CpuException e = Assert.Throws<CpuException>(() => QemuCapabilities.Parse(text, "r.json"));
        Assert.Equal((kind, message), (e.Kind, e.Message));
    }
}
