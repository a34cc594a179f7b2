using NVirt.Cpu;

namespace NVirt.Xen.Tests;

public sealed class LibxlNamesTests
{
    [Fact]
    public void Every_feature_of_the_table_is_in_the_map() =>
        Assert.All(LibxlNames.Features, feature => Assert.NotNull(CpuMap.Default.FindFeature(feature)));

    [Fact]
    public void What_is_written_is_read_as_the_same_feature() =>
        Assert.All(LibxlNames.Features, feature => Assert.Equal(feature, LibxlNames.ToMap(LibxlNames.ToLibxl(feature)!)));

    [Theory]
    [InlineData("cx16", "cmpxchg16")]
    [InlineData("cid", "cntxid")]
    [InlineData("ds_cpl", "dscpl")]
    [InlineData("pclmuldq", "pclmulqdq")]
    [InlineData("pni", "sse3")]
    [InlineData("ht", "htt")]
    [InlineData("pn", "psn")]
    [InlineData("clflush", "clfsh")]
    [InlineData("sep", "sysenter")]
    [InlineData("cx8", "cmpxchg8")]
    [InlineData("nodeid_msr", "nodeid")]
    [InlineData("cr8legacy", "altmovcr8")]
    [InlineData("lahf_lm", "lahfsahf")]
    [InlineData("cmp_legacy", "cmplegacy")]
    [InlineData("fxsr_opt", "ffxsr")]
    [InlineData("pdpe1gb", "page1gb")]
    [InlineData("spec-ctrl", "ibrsb")]
    [InlineData("sha-ni", "sha")]
    [InlineData("arch-capabilities", "arch-caps")]
    [InlineData("npt", "svm_npt")]
    [InlineData("xsaveerptr", "rstr-fp-err-ptrs")]
    [InlineData("aes", "aes")]
    [InlineData("waitpkg", null)]
    [InlineData("vmx-ept", null)]
    public void Names_are_translated(string map, string? libxl) => Assert.Equal(libxl, LibxlNames.ToLibxl(map));
}
