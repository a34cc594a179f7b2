using NVirt.Cpu;
using NVirt.Cpu.Probe;
using NVirt.Qemu.Replies;

namespace NVirt.Qemu.Tests.Replies;

public class QmpDumpTests
{
    private static CpuSource Read(ReadOnlySpan<byte> text) => Assert.Single(CpuReader.Read(text, "f", more: [QmpDump.Form]));

    [Fact]
    public void A_reply_of_qemu_tells_what_it_names()
    {
        CpuSource source =
            Read("""{"return": {"model": {"name": "base", "props": {"avx2": true, "aes": false, "vendor": "GenuineIntel"}}}}"""u8);
        Assert.Equal([true, false, null], new[] { "avx2", "aes", "sse" }.Select(f => source.HasFeature(f)));
    }

    [Fact]
    public void A_reply_of_another_architecture_tells_it() => Assert.Equal(
        CpuArchitecture.S390x,
        Read("{\"execute\": \"query-target\"}\n{\"return\": {\"arch\": \"s390x\"}}\n{\"execute\": \"query-cpu-model-expansion\"}"u8
            + "\n{\"return\": {\"model\": {\"name\": \"z14-base\", \"props\": {}}}}"u8).Arch);

    [Fact]
    public void The_form_is_named_where_none_is_recognised()
    {
        CpuException e = Assert.Throws<CpuException>(() => CpuReader.Read("nothing"u8, "f", more: [QmpDump.Form]));
        Assert.Contains("QMP replies", e.Message, StringComparison.Ordinal);
    }
}
