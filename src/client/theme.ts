import type { ThemeConfig } from 'antd';

/** Tokens of the house; every colour on a screen comes from here. Contrast on paper is at least 4.5:1. */
export const colours = {
  ink: '#1B1F24',
  second: '#4A5560',
  hint: '#66707A',
  paper: '#F7F7F4',
  panel: '#FFFFFF',
  line: '#DDDFDA',
  accent: '#14532D',
  redFlag: '#B3261E',
  blueFlag: '#1E4E9C',
  onTime: '#2E7D32',
  soon: '#8A5D00',
  overdue: '#B3261E',
} as const;

export const fontFamily = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';

/** @param large large-text mode: 18 px instead of 14. */
export function themeOf(large: boolean): ThemeConfig {
  return {
    token: {
      colorPrimary: colours.accent,
      colorLink: colours.accent,
      colorInfo: colours.accent,
      colorSuccess: colours.onTime,
      colorWarning: colours.soon,
      colorError: colours.overdue,
      colorInfoBg: '#EEF4F0',
      colorInfoBorder: '#C9DCCF',
      colorSuccessBg: '#EEF5EE',
      colorSuccessBorder: '#C5DDC6',
      colorWarningBg: '#FBF6E9',
      colorWarningBorder: '#E6D7A8',
      colorErrorBg: '#FBEDEB',
      colorErrorBorder: '#EBC4BF',
      colorText: colours.ink,
      colorTextSecondary: colours.second,
      colorTextTertiary: colours.hint,
      colorTextPlaceholder: colours.hint,
      // what may not be changed must still be read
      colorTextDisabled: colours.hint,
      colorBgLayout: colours.paper,
      colorBgContainer: colours.panel,
      colorBorder: colours.line,
      colorBorderSecondary: colours.line,
      borderRadius: 4,
      fontSize: large ? 18 : 14,
      fontFamily,
      motion: false,
      boxShadow: 'none',
      boxShadowTertiary: 'none',
    },
    components: {
      Table: { cellPaddingBlock: 9, headerBg: '#EFF0EC', headerColor: colours.second },
      Layout: { headerBg: colours.panel, siderBg: colours.panel, bodyBg: colours.paper },
      Menu: { itemSelectedBg: '#E6EEE8', itemSelectedColor: colours.accent },
      Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
    },
  };
}
