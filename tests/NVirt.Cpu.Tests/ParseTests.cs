namespace NVirt.Cpu.Tests;

/// <summary>Parsing values from text and back.</summary>
public sealed class ParseTests
{
    [Theory]
    [InlineData("6/158/10", 6, 158, 10)]
    [InlineData("0/0/0", 0, 0, 0)]
    [InlineData("270/255/15", 270, 255, 15)]
    public void A_signature_is_read_and_written(string text, uint family, uint model, uint stepping)
    {
        CpuSignature signature = new(family, model, stepping);
        Assert.Equal(signature, CpuSignature.Parse(text));
        Assert.Equal(text, signature.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("6/158")]
    [InlineData("6/158/10/1")]
    [InlineData("6/158/16")]
    [InlineData("6/256/1")]
    [InlineData("271/1/1")]
    [InlineData(" 6/158/10")]
    [InlineData("6/+1/10")]
    [InlineData("6//10")]
    [InlineData("0x6/158/10")]
    public void What_is_no_signature_is_refused(string text)
    {
        Assert.False(CpuSignature.TryParse(text, out CpuSignature signature));
        Assert.Equal(default, signature);
        Assert.Contains($"\"{text}\"", Assert.Throws<FormatException>(() => CpuSignature.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("avx", "avx", null, "avx")]
    [InlineData("avx=require", "avx", CpuPolicy.Require, "avx=require")]
    [InlineData("avx=forbid", "avx", CpuPolicy.Forbid, "avx=forbid")]
    [InlineData("+avx", "avx", CpuPolicy.Require, "avx=require")]
    [InlineData("-vmx-ept", "vmx-ept", CpuPolicy.Disable, "vmx-ept=disable")]
    [InlineData("!avx", "avx", CpuPolicy.Force, "avx=force")]
    [InlineData("?avx", "avx", CpuPolicy.Optional, "avx=optional")]
    [InlineData("~avx", "avx", CpuPolicy.Forbid, "avx=forbid")]
    public void A_feature_is_read_and_written(string text, string name, CpuPolicy? policy, string written)
    {
        CpuFeature feature = CpuFeature.Parse(text);
        Assert.Equal(new CpuFeature(name, policy), feature);
        Assert.Equal(written, feature.ToString());
        Assert.Equal(feature, CpuFeature.Parse(written));
    }

    [Theory]
    [InlineData("")]
    [InlineData("+")]
    [InlineData("=require")]
    [InlineData("avx=")]
    [InlineData("avx=Require")]
    [InlineData("avx=on")]
    [InlineData("+avx=require")]
    [InlineData("a b")]
    public void What_is_no_feature_is_refused(string text)
    {
        Assert.False(CpuFeature.TryParse(text, out _));
        Assert.Contains($"\"{text}\"", Assert.Throws<FormatException>(() => CpuFeature.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Both_are_parsable_for_whoever_is_generic()
    {
        Assert.Equal(new CpuSignature(6, 158, 10), Read<CpuSignature>("6/158/10"));
        Assert.Equal(new CpuFeature("avx", CpuPolicy.Require), Read<CpuFeature>("+avx"));

        static T Read<T>(string text)
            where T : ISpanParsable<T>
        {
            Assert.True(
                T.TryParse(text, provider: null, out T? one) && T.TryParse(text.AsSpan(), provider: null, out T? two) && one.Equals(two));
            Assert.Equal(T.Parse(text, provider: null), T.Parse(text.AsSpan(), provider: null));
            return one;
        }
    }

    [Fact]
    public void Words_are_found_and_nothing_else_is()
    {
        Assert.All(Enum.GetValues<CpuPolicy>(), p => Assert.True(CpuWords.TryParse(CpuWords.Of(p), out CpuPolicy found) && found == p));
        Assert.All(Enum.GetValues<CpuMode>(), m => Assert.True(CpuWords.TryParse(CpuWords.Of(m), out CpuMode found) && found == m));
        Assert.All(Enum.GetValues<CpuMatch>(), m => Assert.True(CpuWords.TryParse(CpuWords.Of(m), out CpuMatch found) && found == m));
        Assert.All(Enum.GetValues<CpuCheck>(), c => Assert.True(CpuWords.TryParse(CpuWords.Of(c), out CpuCheck found) && found == c));
        Assert.All(Enum.GetValues<CpuFallback>(), f => Assert.True(CpuWords.TryParse(CpuWords.Of(f), out CpuFallback found) && found == f));
        Assert.All(Enum.GetValues<CpuVerdict>(), v => Assert.True(CpuWords.TryParse(CpuWords.Of(v), out CpuVerdict found) && found == v));
        Assert.False(CpuWords.TryParse("Require", out CpuPolicy _));
        Assert.False(CpuWords.TryParse(string.Empty, out CpuMode _));
    }
}
