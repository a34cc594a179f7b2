using NVirt.Cpu;
using NVirt.Qemu.Replies;
using NVirt.Testing;

namespace NVirt.Qemu.Tests.Replies;

public class QemuRepliesTests
{
    private const string Definitions =
        """{"return": [{"name": "Nehalem", "unavailable-features": ["lahf-lm", "aes"]}, {"name": "EPYC"}]}""";
    private const string Expansion =
        """{"return": {"model": {"props": {"aes": true, "avx": false, "vendor": "GenuineIntel", "family": 6, "hv-spinlocks": 4.5, "x": """
            + """[1], "y": null}}}}""";

    [Fact]
    public void A_pair_of_replies_gives_properties_and_models_with_blockers_by_the_maps_names()
    {
        QemuReplies replies = QemuReplies.Parse("{\"expansion\": " + Expansion + ", \"definitions\": " + Definitions + "}");
        Assert.Equal(["aes", "avx", "vendor", "family"], replies.Properties.Select(p => p.Name));
        Assert.Equal([true, false, "GenuineIntel", 6L], replies.Properties.Select(p => p.Value));
        Assert.True(replies.Definitions!.TryGet("Nehalem", out CpuHypervisorModel? nehalem));
        Assert.Equal(["lahf_lm", "aes"], nehalem.Blockers);
        Assert.Equal(2, replies.Definitions.Count);
    }

    [Fact]
    public async Task A_stream_and_a_file_are_read_as_their_text()
    {
        const string Json = "{\"definitions\": " + Definitions + "}";
        using TempFolder folder = new();
        string file = folder.Write("q.json", Json);
        using MemoryStream stream = new(System.Text.Encoding.UTF8.GetBytes(Json));
        Assert.Equal(2, QemuReplies.Read(stream).Definitions!.Count);
        Assert.Equal(2, (await QemuReplies.ReadFileAsync(file, TestContext.Current.CancellationToken)).Definitions!.Count);
    }

    [Fact]
    public void Of_a_recording_the_best_accelerator_with_a_list_of_models_is_taken()
    {
        string session = "[{\"command\": {\"execute\": \"query-cpu-definitions\"}, \"reply\": " + Definitions
            + "}, {\"command\": {\"execute\": \"query-cpu-model-expansion\"}, \"reply\": " + Expansion + "}]";
        QemuReplies replies =
            QemuReplies.Parse("{\"tcg\": " + session + ", \"kvm\": [{\"command\": {\"execute\": \"query-version\"}, \"reply\": {}}]}");
        Assert.Equal(2, replies.Definitions!.Count);
        Assert.NotEmpty(replies.Properties);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"kvm\": []}")]
    public void Anything_else_is_refused(string json) =>
        Assert.Equal(CpuErrorKind.Xml, Assert.Throws<CpuException>(() => QemuReplies.Parse(json, "file")).Kind);

    [Fact]
    public void A_definition_without_a_name_is_an_error_with_its_place()
    {
        CpuException e =
            Assert.Throws<CpuException>(() => QemuReplies.Parse("{\"definitions\":\n {\"return\": [{\"static\": true}]}}", "q.json"));
        Assert.Equal((CpuErrorKind.Internal, "q.json:2:14: query-cpu-definitions: a definition has no name"), (e.Kind, e.Message));
    }

    [Fact]
    public void Broken_json_is_refused_with_its_place() =>
        Assert.StartsWith(
            "q.json:2:", Assert.Throws<CpuException>(() => QemuReplies.Parse("{\n\"a\": }", "q.json")).Message, StringComparison.Ordinal);

    [Fact]
    public void The_host_model_is_what_the_true_properties_mean()
    {
        const string props =
            """{"expansion": {"return": {"model": {"props": {"fpu": true, "pse": true, "pclmulqdq": true, "hv-vapic": true, "no-such": """
                + """true, "aes": false}}}}}""";
        CpuDefinition host = QemuReplies.Parse(props).HostModelOf(CpuDriver.For(CpuArchitecture.X86_64));
        Assert.Equal(CpuFallback.Forbid, host.Fallback);
        Assert.Contains(new CpuFeature("pclmuldq", CpuPolicy.Require), host.Features);
        Assert.DoesNotContain(new CpuFeature("aes", CpuPolicy.Require), host.Features);
    }

    [Theory]
    [InlineData("{\"definitions\": {\"return\": [{\"name\": \"\\ud800\"}]}}")]
    [InlineData("{\"definitions\": {\"return\": [{\"name\": \"x\", \"unavailable-features\": [\"\\udc00\"]}]}}")]
    public void Half_a_character_is_refused(string json) => IsRefused(json);

    [Fact]
    public void Half_a_character_without_an_escape_is_refused() => IsRefused("{\"definitions\": \"\ud800\"}");

    private static void IsRefused(string json)
    {
        CpuException refused = Assert.Throws<CpuException>(() => QemuReplies.Parse(json, "a.json"));
        Assert.Equal("a.json: a string holds half a character (one surrogate without the other)", refused.Message);
    }

    [Fact]
    public void A_message_does_not_repeat_the_document()
    {
        string message = Assert.Throws<CpuException>(() => QemuReplies.Parse("[tru" + new string('\n', 100_000), "a.json")).Message;
        Assert.InRange(message.Length, 1, 400);
        Assert.DoesNotContain(message, char.IsControl);
    }

    [Fact]
    public void A_mark_at_the_start_does_no_harm() =>
        Assert.Equal("x", Assert.Single(QemuReplies.Parse("\uFEFF{\"definitions\": {\"return\": [{\"name\": \"x\"}]}}").Definitions!).Name);
}
