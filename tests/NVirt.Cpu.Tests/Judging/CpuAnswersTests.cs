using NVirt.Cpu.Judging;

namespace NVirt.Cpu.Tests.Judging;

/// <summary>Which refusals are an answer, with exit code 2, and which only say that nothing was judged.</summary>
public sealed class CpuAnswersTests
{
    private static readonly CpuRule[] Answers =
    [
        CpuRule.HostWithoutModel, CpuRule.ArchitectureDiffers, CpuRule.VendorDiffers, CpuRule.ModelDiffers,
        CpuRule.ForbiddenFeatureProvided,
        CpuRule.RequiredFeatureMissing, CpuRule.ExtraFeature, CpuRule.BlockedFeature, CpuRule.ModelNotAllowed, CpuRule.NoModelFits,
        CpuRule.NothingInCommon, CpuRule.VendorsDiffer, CpuRule.UnexpectedlyEnabled, CpuRule.UnexpectedlyDisabled,
        CpuRule.EnabledAndDisabled,
        CpuRule.ArchitecturesDiffer,
        CpuRule.AxisDiffers,
    ];

    [Fact]
    public void A_rule_of_the_comparison_is_an_answer_and_nothing_else_is()
    {
        foreach (CpuRule rule in Enum.GetValues<CpuRule>())
        {
            CpuReason reason = new(rule, "x");
            CpuAnswer expected = Answers.Contains(rule) ? CpuAnswer.No : CpuAnswer.None;
            Assert.Equal((rule, expected), (rule, CpuAnswers.Of(new CpuRefusal(CpuErrorKind.Incompatible, reason))));
            Assert.Equal(
                (rule, CpuAnswer.None),
                (rule, CpuAnswers.Of(new CpuRefusal(CpuErrorKind.Incompatible, [reason, new CpuReason(CpuRule.Malformed)]))));
        }
    }

    [Fact]
    public void What_is_unknown_is_neither()
    {
        CpuRefusal undecided = new(CpuErrorKind.Undecided, new CpuReason(CpuRule.RequiredFeatureMissing, "x"));
        Assert.Equal(CpuAnswer.Unknown, CpuAnswers.Of(undecided));
        Assert.Equal(CpuAnswer.None, CpuAnswers.Combine(CpuAnswer.Yes, CpuAnswer.Unknown, CpuAnswer.No, CpuAnswer.None));
        Assert.Equal(CpuAnswer.No, CpuAnswers.Combine(CpuAnswer.Yes, CpuAnswer.Unknown, CpuAnswer.No));
        Assert.Equal(CpuAnswer.Unknown, CpuAnswers.Combine(CpuAnswer.Yes, CpuAnswer.Unknown));
    }
}
