using NVirt.Cpu.Probe;

namespace NVirt.Cpu.Tests.Probe;

public class QemuRepliesTests
{
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
